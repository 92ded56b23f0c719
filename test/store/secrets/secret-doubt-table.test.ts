import { describe, expect, it } from "vitest";
import type { SecretDoubts } from "../../../lib/fleet/ports.js";
import type { SecretDoubt } from "../../../lib/fleet/secrets/secret-doubt.js";
import { memorySecretDoubts } from "../memory/memory-secrets.js";
import { openStorage } from "../open-storage.js";

const STORES: Readonly<Record<string, () => Promise<SecretDoubts>>> = {
  memory: async () => memorySecretDoubts(),
  Azurite: async () => (await openStorage()).doubts,
};
const doubt = (secret: string, since: string): SecretDoubt => ({ secret, owner: { kind: "account", fabric: "Site 1", id: "2" }, since });
const [NOON, LATER] = ["2026-11-01T12:00:00.000Z", "2026-11-01T13:00:00.000Z"];

describe.each(Object.keys(STORES))("%s as SecretDoubts", (name) => {
  it("keeps the last doubt about each secret, until it is settled as it was read", async () => {
    const doubts = (await STORES[name]?.()) ?? expect.unreachable();
    await doubts.note(doubt("account-1", NOON));
    await doubts.note(doubt("account-2", NOON));
    const [first, second] = await doubts.list(10);
    expect([first?.value, second?.value]).toEqual([doubt("account-1", NOON), doubt("account-2", NOON)]);
    await doubts.note(doubt("account-1", LATER));
    if (!first || !second) return expect.unreachable();
    await expect(doubts.settle(first.value, first.etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
    await doubts.settle(second.value, second.etag);
    await doubts.settle(second.value, second.etag);
    expect((await doubts.list(10)).map(({ value }) => value)).toEqual([doubt("account-1", LATER)]);
    expect(await doubts.list(1)).toHaveLength(1);
  });
});
