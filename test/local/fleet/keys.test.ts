import { afterAll, expect, inject, it } from "vitest";
import { readConfig } from "../../../lib/core/settings/config.js";
import { storageClients } from "../../../lib/store/clients.js";
import type { Command } from "../../../local/fleet/command.js";
import { listKeys } from "../../../local/fleet/list-keys.js";
import { newKey } from "../../../local/fleet/new-key.js";
import { removeKey } from "../../../local/fleet/remove-key.js";
import { rotateSecrets } from "../../../local/fleet/rotate-secrets.js";

const connectionString = inject("storage");
const clients = storageClients({ connectionString, prefix: "Keyscmd" });
const config = readConfig({ AzureWebJobsStorage: connectionString, FLEET_SEALING_KEY: Buffer.alloc(32, 7).toString("base64") });
afterAll(() => Promise.all(Object.values(clients.tables).map((table) => table.deleteTable())));

/** What a command says. */
async function run(command: Command, ...words: string[]): Promise<string> {
  const lines: string[] = [];
  expect(await command.run({ say: (line) => lines.push(line), environment: {}, storage: async () => ({ clients, config }) }, words)).toBe(0);
  return lines.join("\n");
}

it("makes a key, lists it without its secret, and removes it", async () => {
  expect(await run(listKeys)).toContain("There is no key");
  const made = await run(newKey, "--scope", "operator", "--label", "night shift", "--expires-days", "30");
  const [, key = "", id = ""] = /^(mf_([0-9a-f]{16})_\S{43})$/m.exec(made) ?? [];
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const listed = await run(listKeys);
  expect(listed).toMatch(new RegExp(`^${id}  operator .* until ${until} .* night shift$`, "m"));
  expect(listed).not.toContain(key.slice(-43));
  expect(await run(removeKey, id)).toContain("night shift");
  expect(await run(listKeys)).not.toContain(id);
  await expect(run(removeKey, id)).rejects.toThrow(/There is no key with the id/);
  await expect(run(removeKey, key)).rejects.toThrow(/not the key itself/);
});

it.each([
  [newKey, ["--label", "x"], "--scope must be reader, operator, administrator, got nothing"],
  [newKey, ["--scope", "king", "--label", "x"], 'got "king"'],
  [newKey, ["--scope", "reader"], "--label must say"],
  [newKey, ["--scope", "reader", "--label", "night\u202eshift"], "--label holds U+202E"],
  [newKey, ["--scope", "reader", "--label", "x", "--expires-days", "0"], '--expires-days must be 1 to 99999, got "0"'],
  [newKey, ["--colour", "red"], "--colour"],
  [removeKey, [], "<id> is missing"],
  [rotateSecrets, ["now"], '"now" is one word too many'],
])("refuses wrong words and shows the usage (%#)", async (command, words, message) => {
  await expect(run(command, ...words)).rejects.toThrow(message);
  await expect(run(command, ...words)).rejects.toThrow(`Usage: npm run fleet -- ${command.usage}`);
});
