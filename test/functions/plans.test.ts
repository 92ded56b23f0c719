import { beforeEach, describe, expect, it } from "vitest";
import type { RunAsAccount } from "../../lib/fleet/accounts/account.js";
import { memoryFleet } from "../api/call.js";
import { aMachine, anInstaller } from "../store/samples.js";

type Fleet = Awaited<ReturnType<typeof memoryFleet>>;
type Shown = Readonly<Record<string, unknown>>;

const UPDATE = "Update-AsrMobilityService";
const INSTALL = "Install-AsrMobilityService";
const OLD = "9.61.7016.1";
const NEW = "9.62.7096.1";
const SEEN = { configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" } as const;

let fleet: Fleet;
beforeEach(async () => {
  fleet = await memoryFleet();
  const given = { Generation: "Classic", ServerAddress: "10.0.0.2", ServerVersion: NEW, Passphrase: "passphrase-canary" };
  await fleet.call("Set-AsrFabric", { Name: "CS1", ...given });
  for (const AccountName of ["one", "two"])
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName, UserName: "root", Password: "password-canary" });
  await fleet.context.installers.create(anInstaller({ version: NEW }));
});

const place = { fabric: "CS1", container: "default" };

/** Adds protected machines with the old agent. */
async function add(n: number, over: (i: number) => Parameters<typeof aMachine>[0] = () => ({})) {
  for (let i = 0; i < n; i++) {
    const machine = { ...place, name: `m-${i}`, friendlyName: `web-${i}`, protectedItem: `item-${i}`, accountId: "1", osTag: "UBUNTU-22.04-64" };
    await fleet.context.machines.create(aMachine({ ...machine, agent: { version: OLD, ...SEEN }, ...over(i) }));
  }
}

async function change(i: number, over: Parameters<typeof aMachine>[0]) {
  const found = await fleet.context.machines.find({ ...place, name: `m-${i}` });
  if (found) await fleet.context.machines.replace({ ...found.value, ...over } as never, found.etag); // the sample's own type is looser
}

async function changeAccount(id: string, over: Partial<RunAsAccount>) {
  const found = await fleet.context.accounts.find("CS1", id);
  if (found) await fleet.context.accounts.replace({ ...found.value, ...over }, found.etag);
}

const whatIf = async (parameters: Shown, cmdlet = UPDATE) => {
  const { status, body } = await fleet.call(cmdlet, { ...parameters, WhatIf: true });
  expect({ status, body }).toMatchObject({ status: 200 });
  return (body as { Plan: Shown & { PlanId: string; Machines: Shown[] } }).Plan;
};

const start = async (PlanId: string, cmdlet = UPDATE) => {
  const { status, body } = await fleet.call(cmdlet, { PlanId });
  expect({ status, body }).toMatchObject({ status: 202 });
  return (await fleet.context.batches.list((body as { Name: string }).Name, {}, { size: 10 })).items;
};

const refusal = async (PlanId: string) => {
  const { status, body } = await fleet.call(UPDATE, { PlanId });
  expect({ status, body }).toMatchObject({ status: 409, body: { error: { code: "PlanOutdated" } } });
  return (body as { error: { message: string; details: { message: string; target: string }[] } }).error;
};

describe("a plan", () => {
  it("names its machine, and the job that is at work on it already or is to be", async () => {
    await add(2, (i) => (i === 1 ? { lease: { job: "0193582b-8d2e-7000-8000-000000000001", token: 7, takenAt: SEEN.checkedAt } } : {}));
    const batch = await whatIf({ Fabric: "CS1" });
    expect(batch.Machines.map(({ FriendlyName, JobName }) => [FriendlyName, JobName])).toEqual([
      ["web-0", null],
      ["web-1", "0193582b-8d2e-7000-8000-000000000001"],
    ]);
    const ReplicationProtectedItem = `${String(batch.Machines[0]?.ID).replace(/replicationProtectableItems.*/, "")}replicationProtectedItems/item-0`;
    expect(await whatIf({ ReplicationProtectedItem })).toMatchObject({ FriendlyName: "web-0", ID: batch.Machines[0]?.ID, JobName: null });
    const { Name } = (await fleet.call(UPDATE, { ReplicationProtectedItem })).body as { Name: string };
    expect(await whatIf({ ReplicationProtectedItem })).toMatchObject({ JobName: Name });
  });
});

describe("the plan of an installation", () => {
  it("shows the version for each machine whose system is known, and its jobs are held to that", async () => {
    await add(4, (i) => [{ agent: undefined }, { agent: SEEN }, {}, { agent: undefined, osTag: undefined }][i]);
    const plan = await whatIf({ Fabric: "CS1" }, INSTALL);
    expect(plan).toMatchObject({ ToDo: 3, Blocked: 1, BlockedBy: [{ Code: "UnsupportedOperatingSystem", Machines: 1 }] });
    expect(plan.Machines.map(({ TargetVersion, Path }) => [TargetVersion, Path])).toEqual([
      [NEW, [NEW]],
      [NEW, [NEW]],
      [null, []], // installed already: its registration is looked at
      [null, []],
    ]);
    const members = await start(plan.PlanId, INSTALL);
    expect(members.map(({ friendlyName, plannedPath }) => [friendlyName, plannedPath])).toEqual([
      ["web-0", [NEW]],
      ["web-1", [NEW]],
      ["web-2", []],
    ]);
  });

  it("is blocked where the catalogue has no installer", async () => {
    await add(1, () => ({ agent: undefined, osTag: "SLES15-64" }));
    expect(await whatIf({ Fabric: "CS1" }, INSTALL)).toMatchObject({ ToDo: 0, BlockedBy: [{ Code: "InstallerMissing" }] });
  });
});

it("holds no machine to a way when the cmdlet moves no agent", async () => {
  await add(1);
  const { PlanId } = await whatIf({ Fabric: "CS1" }, "Test-AsrMobilityService");
  expect(await start(PlanId, "Test-AsrMobilityService")).not.toMatchObject([{ plannedPath: expect.anything() }]);
});

describe("a plan and the accounts", () => {
  it("leaves out machines to which nobody could log in, and says why", async () => {
    await add(4, (i) => ({ accountId: ["1", "2", undefined, "9"][i] }));
    await changeAccount("1", { refusedBy: ["m-0"] });
    await changeAccount("2", { stopped: true });
    const plan = await whatIf({ Fabric: "CS1" });
    expect(plan).toMatchObject({ ToDo: 0, Blocked: 4 });
    expect(plan.Machines.map(({ BlockedBy }) => BlockedBy)).toMatchObject([
      [{ Code: "AccountStopped", Message: "web-0 has refused the run-as account one" }],
      [{ Code: "AccountStopped", Message: "The run-as account two was stopped after refused logins" }],
      [{ Code: "AccountMissing", Message: "web-2 has no run-as account of its own" }],
      [{ Code: "AccountMissing", Message: "The run-as account 9 of web-3 is gone" }],
    ]);
  });

  it("knows of jump hosts that refuse their account", async () => {
    const jump = (Name: string) => ({ Name, Address: "10.0.0.9", AccountId: "2", HostKeySha256: "A".repeat(43) });
    await fleet.call("Set-AsrFabric", { Name: "CS1", JumpHosts: [jump("gate"), jump("door")], DefaultJumpHost: "gate" });
    await add(3, (i) => (i === 1 ? { jumpHost: "none" } : i === 2 ? { jumpHost: "DOOR" } : {}));
    await changeAccount("2", { refusedBy: ["jump host gate"] });
    expect((await whatIf({ Fabric: "CS1" })).Machines.map(({ BlockedBy }) => BlockedBy)).toMatchObject([
      [{ Code: "AccountStopped", Message: "The jump host gate has refused the run-as account two" }],
      [],
      [],
    ]);
  });

  it("asks about the account that the call names", async () => {
    await add(2, () => ({ accountId: undefined }));
    await changeAccount("1", { refusedBy: ["m-0"] });
    expect(await whatIf({ Fabric: "CS1", Account: "one" })).toMatchObject({ ToDo: 1, Blocked: 1 });
    expect(await whatIf({ Fabric: "CS1", Account: "two" })).toMatchObject({ ToDo: 2, Blocked: 0 });
  });

  it("is refused when the account was stopped after the plan", async () => {
    await add(1);
    const { PlanId } = await whatIf({ Fabric: "CS1" });
    await changeAccount("1", { stopped: true });
    expect((await refusal(PlanId)).message).toMatch(/For 1 machine .*nothing was begun\. web-0 is blocked by AccountStopped$/);
  });
});

describe("a plan that is out of date", () => {
  it("says for each machine what is different, and lists all of them among the details", async () => {
    await add(60);
    const { PlanId } = await whatIf({ Fabric: "CS1" });
    await change(0, { agent: { version: NEW, ...SEEN } });
    await change(1, { agent: { version: OLD, driverVersionAtBoot: "9.50.6525.1", ...SEEN } });
    await change(2, { availabilityGroup: "sql" });
    for (let i = 3; i < 60; i++) await change(i, { agent: undefined });
    const { message, details } = await refusal(PlanId);
    expect(message).toMatch(/^For 60 machines it is not as the plan .* of 60 showed it at .*Z; nothing was begun\. web-0 has /);
    expect(message).toMatch(/ … and 10 more; the details list the first 1000$/);
    expect(details.slice(0, 3).map((one) => [one.target, one.message])).toEqual([
      [
        "web-0",
        `web-0 has ${NEW} instead of ${OLD}, would not be brought to ${NEW} any more, needs another restart afterwards (None instead of Recommended)`,
      ],
      ["web-1", "web-1 must be restarted before 9.62.7096.1"],
      ["web-10", expect.stringContaining("web-10 has no agent instead of")],
    ]);
    expect(details).toHaveLength(60);
  });
});

describe("the restarts of a plan", () => {
  const [LOADED, FIRST, BETWEEN, LAST] = ["9.16.0.0", "9.18.0.0", "9.20.0.0", "9.24.0.0"];
  const restartsOf = ({ Machines }: { Machines: Shown[] }) =>
    Machines.map(({ FriendlyName, Hops }) => [
      FriendlyName,
      ...(Hops as Shown[]).map(({ To, RestartFirst, Restart, RestartedByJob }) => [To, RestartFirst, Restart, RestartedByJob]),
    ]);
  beforeEach(async () => {
    for (const version of [BETWEEN, LAST]) await fleet.context.installers.create(anInstaller({ version, fileName: `ua-${version}` }));
    const agentOf = (i: number) => ({ ...SEEN, version: [LOADED, BETWEEN, LAST][i] ?? "", driverVersionAtBoot: [LOADED, LOADED, LAST][i] ?? "" });
    await add(3, (i) => ({ agent: agentOf(i) }));
  });

  it("are shown hop by hop for every machine, as for a single one, and by the plan's pages", async () => {
    const plan = await whatIf({ Fabric: "CS1", TargetVersion: LAST });
    const shown = [
      ["web-0", [BETWEEN, false, "Mandatory", false], [LAST, true, "Recommended", false]],
      ["web-1", [LAST, true, "Recommended", false]],
      ["web-2"],
    ];
    expect(restartsOf(plan)).toEqual(shown);
    const { body } = await fleet.call("Get-AsrMobilityServicePlan", { PlanId: plan.PlanId });
    expect(restartsOf({ Machines: (body as { value: Shown[] }).value })).toEqual(shown);
    const restarting = await whatIf({ Fabric: "CS1", TargetVersion: LAST, Restart: true });
    expect(restartsOf(restarting)[0]).toEqual(["web-0", [BETWEEN, false, "Mandatory", true], [LAST, true, "Recommended", true]]);
    const pages = await fleet.call("Get-AsrMobilityServicePlan", { PlanId: restarting.PlanId });
    expect(restartsOf({ Machines: (pages.body as { value: Shown[] }).value })).toEqual(restartsOf(restarting));
  });

  it("hold the batch to them: one more on the way is another plan", async () => {
    const plan = await whatIf({ Fabric: "CS1", TargetVersion: LAST });
    await change(1, { agent: { ...SEEN, version: BETWEEN, driverVersionAtBoot: FIRST } });
    expect((await start(plan.PlanId)).length).toBe(2); // 9.18 is too far from 9.24 as well
    await change(1, { agent: { ...SEEN, version: BETWEEN, driverVersionAtBoot: BETWEEN } });
    expect((await refusal(plan.PlanId)).message).toContain(`web-1 need not be restarted before ${LAST} any more`);
  });
});
