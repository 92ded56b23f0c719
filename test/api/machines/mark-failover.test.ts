import { expect, it } from "vitest";
import { identityOf } from "../../../lib/fleet/machines/machine-identity.js";
import { sampleFleet } from "../call.js";

const SHA = "uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s";
const [HOME, THERE] = ["42062e7b-0000-4000-8000-0123456789ab", "5f0c7a11-1111-4222-8333-444455556666"];
const MACHINE_ID = "0123456789abcdef0123456789abcdef";

/** A fleet with a machine that jobs have seen at home, and nothing at work. */
async function homeFleet() {
  const fleet = await sampleFleet();
  const { machines, jobs } = fleet.context;
  for (const { name } of (await jobs.list({}, { size: 50 })).items) {
    const found = await jobs.find(name);
    if (found) await jobs.replace({ ...found.value, state: "Succeeded", stateDescription: "Completed" }, found.etag, found.value.state);
  }
  const row = async () => {
    const found = await machines.findByFriendlyName("CS1", "default", "vm1");
    if (!found) throw new Error("the machine is gone");
    return found;
  };
  const { value, etag } = await row();
  const hostKey = { type: "ssh-ed25519", sha256: "old", origin: "registered", recordedAt: "2026-11-01T10:00:00.000Z" } as const;
  await machines.replace({ ...value, hostKey, expectedBiosId: HOME, identity: { hostName: "vm1", biosId: HOME, machineId: MACHINE_ID } }, etag);
  const mark = (parameters: object) => fleet.call("Set-AsrFailedOverMachine", { ProtectableItem: fleet.item, ...parameters });
  return { ...fleet, row, mark };
}

const TO_AZURE = { Direction: "PrimaryToRecovery", IPAddress: "10.1.0.4", HostKeySha256: `SHA256:${SHA}` };
const found = (biosId: string, machineId = MACHINE_ID) => ({ hostName: "vm1", biosId, machineId }) as never; // an identity is judged by nothing else

it("takes address and host key of a machine that failed over, and lets its next login record the new BIOS id of the same disk", async () => {
  const { mark, row } = await homeFleet();
  expect(await mark(TO_AZURE)).toMatchObject({
    status: 200,
    body: { FleetDetails: { Address: "10.1.0.4", HostKeySha256: SHA, HostKeyOrigin: "registered" } },
  });
  const { value } = await row();
  expect(value).toMatchObject({ failover: { address: "10.0.0.4", biosId: HOME } });
  expect(identityOf(found(THERE), value)).toEqual({ hostName: "vm1", biosId: THERE, machineId: MACHINE_ID });
  expect(() => identityOf(found(THERE, "fedcba9876543210fedcba9876543210"), value)).toThrow(expect.objectContaining({ code: "WrongMachine" }));
});

it("takes the fingerprint for that of a certificate where the machine was reached by one, and looks for its way anew", async () => {
  const { mark, row, context } = await homeFleet();
  const { value, etag } = await row();
  const hostKey = { type: "x509", sha256: "old", origin: "registered", recordedAt: "2026-11-01T10:00:00.000Z" } as const;
  await context.machines.replace({ ...value, osType: "Windows", hostKey, foundWay: { transport: "WinRmHttps", port: 5986 } }, etag);
  await mark(TO_AZURE);
  expect((await row()).value.hostKey).toMatchObject({ type: "x509", sha256: SHA });
  expect((await row()).value).not.toHaveProperty("foundWay");
});

it("expects the BIOS id that is given, and no key where none is", async () => {
  const { mark, row } = await homeFleet();
  await mark({ Direction: "PrimaryToRecovery", IPAddress: "10.1.0.4", BiosId: THERE.toUpperCase() });
  const { value } = await row();
  expect(value.hostKey).toBeUndefined();
  expect(() => identityOf(found(HOME), value)).toThrow(expect.objectContaining({ code: "WrongMachine" }));
  expect(identityOf(found(THERE), value)).toMatchObject({ biosId: THERE });
});

it("brings it home again with the address and the BIOS id that it had, also after the mark was set twice", async () => {
  const { mark, row } = await homeFleet();
  await mark(TO_AZURE);
  await mark({ ...TO_AZURE, IPAddress: "10.1.0.5" });
  expect((await mark({ Direction: "RecoveryToPrimary" })).body).toMatchObject({ FleetDetails: { Address: "10.0.0.4", FailedOverAt: null } });
  const { value } = await row();
  expect(value.expectedBiosId).toBe(HOME);
  expect(value.failover).toBeUndefined();
});

it("changes nothing with WhatIf, without an address, and while a job has not ended", async () => {
  const { mark, row, call, item } = await homeFleet();
  const before = (await row()).value;
  expect((await mark({ ...TO_AZURE, WhatIf: true })).body).toMatchObject({ WhatIf: true, Action: "Mark as failed over" });
  expect(await mark({ Direction: "PrimaryToRecovery" })).toMatchObject({ status: 400, body: { error: { target: "IPAddress" } } });
  expect(await mark({ Direction: "RecoveryToPrimary" })).toMatchObject({ status: 400 });
  await call("Test-AsrMobilityService", { ProtectableItem: item, Account: "LinuxAccount" });
  expect(await mark(TO_AZURE)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining("has not ended") } } });
  expect((await row()).value).toEqual(before);
});
