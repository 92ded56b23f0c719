import { expect, it } from "vitest";
import { CMDLETS } from "../../../functions/cmdlet-list.js";
import { callerAddress } from "../../../lib/api/http/caller-address.js";
import { isNoted } from "../../../lib/api/http/note-call.js";
import { sampleFleet } from "../call.js";

const FROM = { headers: { "x-forwarded-for": "198.51.100.1, 203.0.113.9:50123" } };

it("puts every call that changes something on record: by itself, or by the row of its job", () => {
  const untold = CMDLETS.filter(({ name }) => !/^(Get|Export)-/.test(name)).filter((cmdlet) => !isNoted(cmdlet) && cmdlet.answers !== "job");
  expect(untold.map(({ name }) => name)).toEqual([]);
  expect(CMDLETS.filter(isNoted).length).toBeGreaterThan(8);
});

it("says who asked for what, with which key and from where, and no secret", async () => {
  const { call, context, keys } = await sampleFleet();
  await call("Set-AsrFabric", { Name: "CS2", Generation: "Classic", ServerAddress: "10.0.0.3", Passphrase: "canary-of-a-passphrase" }, FROM);
  const noted = context.calls.all.at(-1);
  expect(noted).toMatchObject({
    caller: "administrator-key",
    key: keys.administrator.split("_")[1],
    from: "203.0.113.9",
    operation: "Set-AzureRmRecoveryServicesAsrFabric",
    parameters: { Name: "CS2", ServerAddress: "10.0.0.3", Passphrase: "[REDACTED]" },
  });
  const everything = JSON.stringify(context.calls.all);
  for (const secret of ["canary", keys.administrator.slice(24)]) expect(everything).not.toContain(secret);
});

it("tells what is long by its digest, and escapes what a terminal would obey", async () => {
  const { call, context } = await sampleFleet();
  await call("Set-AsrFabric", { Name: "CS2", Generation: "Classic", ServerAddress: "10.0.0.3", FriendlyName: "x".repeat(201) });
  expect(context.calls.all.at(-1)?.parameters.FriendlyName).toMatch(/^201 characters, SHA-256 [0-9a-f]{64}$/);
});

it("writes on a job's row with which key and from where it was asked for, and nothing beside it", async () => {
  const { call, context, keys, protectedItem } = await sampleFleet();
  const before = context.calls.all.length;
  const { body } = await call("Test-AsrMobilityService", { ReplicationProtectedItem: protectedItem }, { ...FROM, key: keys.operator });
  const job = await context.jobs.find((body as { Name: string }).Name);
  expect(job?.value).toMatchObject({ startedBy: "operator-key", startedWith: keys.operator.split("_")[1], startedFrom: "203.0.113.9" });
  expect(context.calls.all).toHaveLength(before);
  await call("Stop-AsrJob", { Name: job?.value.name }, { ...FROM, key: keys.operator });
  expect(context.calls.all.at(-1)).toMatchObject({ operation: "Stop-AzureRmRecoveryServicesAsrJob", parameters: { Name: job?.value.name } });
});

it("notes no call that is refused, and none that only asks what would be done", async () => {
  const { call, context, keys } = await sampleFleet();
  const before = context.calls.all.length;
  await call("Set-AsrFabric", { Name: "CS1", WhatIf: true });
  await call("Set-AsrFabric", { Name: "CS1" }, { key: keys.reader });
  await call("Set-AsrFabric", { Name: "CS1", Generation: "Modern" });
  expect(context.calls.all).toHaveLength(before);
});

it.each([
  ["203.0.113.9:50123", "203.0.113.9"],
  ["evil, [2001:DB8::1]:443", "2001:db8::1"],
  ["198.51.100.1,::ffff:127.0.0.1", "127.0.0.1"],
  ["203.0.113.9, rubbish", undefined],
  ["", undefined],
])("believes the address that the platform's front end added, which is the last: %s", (header, address) => {
  expect(callerAddress(new Headers(header ? { "x-forwarded-for": header } : {}), 1)).toBe(address);
});
