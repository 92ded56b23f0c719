import { beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";
import { aMachine, anInstaller } from "../store/samples.js";

type Fleet = Awaited<ReturnType<typeof memoryFleet>>;
type Shown = Readonly<Record<string, unknown>>;

const UPDATE = "Update-AsrMobilityService";
const OLD = "9.61.7016.1";
const NEW = "9.62.7096.1";

let fleet: Fleet;
let container: string;

beforeEach(async () => {
  fleet = await memoryFleet();
  const { call, context } = fleet;
  const given = { Generation: "Classic", ServerAddress: "10.0.0.2", ServerVersion: NEW, Passphrase: "passphrase-canary" };
  await call("Set-AsrFabric", { Name: "CS1", ...given });
  await call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "LinuxAccount", UserName: "root", Password: "password-canary" });
  await context.installers.create(anInstaller({ version: NEW }));
  container = ((await call("Get-AsrProtectionContainer", { Fabric: "CS1" })).body as { value: { ID: string }[] }).value[0]?.ID ?? "";
});

/** Adds protected machines with the old agent. */
async function add(n: number, over: (i: number) => Parameters<typeof aMachine>[0] = () => ({})) {
  const agent = { version: OLD, configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" } as const;
  for (let i = 0; i < n; i++) {
    const place = { fabric: "CS1", container: container.split("/").at(-1) ?? "", name: `m-${i}`, friendlyName: `web-${i}` };
    await fleet.context.machines.create(
      aMachine({ ...place, protectedItem: `item-${i}`, accountId: "1", osTag: "UBUNTU-22.04-64", agent, ...over(i) }),
    );
  }
}

const items = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `${container}/replicationProtectedItems/item-${from + i}`);

const whatIf = async (parameters: Shown, cmdlet = UPDATE) => {
  const { status, body } = await fleet.call(cmdlet, { ...parameters, WhatIf: true });
  expect(status).toBe(200);
  return (body as { Plan: Shown & { PlanId: string; Machines: Shown[] } }).Plan;
};

describe("several machines", () => {
  it("make one batch, answered at once as one job with its counts", async () => {
    await add(3);
    const [first, second, third] = items(3);
    const answer = await fleet.call(UPDATE, { ReplicationProtectedItem: [first, { ID: second }, third], MaxConcurrency: 2, MaxFailures: "10%" });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        JobType: "UpdateMobilityService",
        DisplayName: "Update Mobility Service (batch)",
        TargetObjectName: "web-0 and 2 more",
        State: "NotStarted",
        AllowedActions: ["Cancel"],
        FleetDetails: { Batch: { Total: 3, Waiting: 3, MaxConcurrency: 2, MaxFailures: "10%", Order: "Given", PlanId: null } },
      },
    });
    const { Name } = answer.body as { Name: string };
    expect((await fleet.context.batches.list(Name, {}, { size: 10 })).items.map(({ friendlyName }) => friendlyName)).toEqual([
      "web-0",
      "web-1",
      "web-2",
    ]);
  });

  it("stay one job for one machine, unless the call says how a batch is to go", async () => {
    await add(1);
    expect((await fleet.call(UPDATE, { ReplicationProtectedItem: items(1) })).body).toMatchObject({ DisplayName: "Update Mobility Service" });
    expect((await fleet.call(UPDATE, { ReplicationProtectedItem: items(1)[0], MaxConcurrency: 1 })).body).toMatchObject({
      DisplayName: "Update Mobility Service (batch)",
    });
  });

  it("are refused as a whole, with every bad item by its place", async () => {
    await add(2);
    const [first, second] = items(2);
    const { status, body } = await fleet.call(UPDATE, {
      ReplicationProtectedItem: [first, "nonsense", second, `${container}/replicationProtectedItems/gone`, first],
    });
    expect(status).toBe(400);
    const { message } = (body as { error: { message: string } }).error;
    expect(message).toContain("3 of 5 items");
    for (const part of ["Item 2: ", "Item 4: ", "Item 5: web-0 stands there already as item 1"]) expect(message).toContain(part);
    expect((await fleet.context.jobs.list({}, { size: 10 })).items).toEqual([]);
  });

  it("are refused with the places of those that are no items at all", async () => {
    await add(1);
    const { status, body } = await fleet.call(UPDATE, { ReplicationProtectedItem: [items(1)[0], 5, { Name: "web-0" }] });
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { message: expect.stringMatching(/wrong at item 2, item 3$/) } } });
    const many = await fleet.call(UPDATE, { ReplicationProtectedItem: items(1001) });
    expect(many.body).toMatchObject({ error: { message: expect.stringContaining("a list of 1 to 1,000 of them") } });
  });

  it("may be of several fabrics, as long as one account serves all", async () => {
    await add(1);
    await fleet.call("Set-AsrFabric", {
      Name: "CS2",
      Generation: "Classic",
      ServerAddress: "10.0.0.3",
      ServerVersion: NEW,
      Passphrase: "passphrase-canary",
    });
    const other = ((await fleet.call("Get-AsrProtectionContainer", { Fabric: "CS2" })).body as { value: { ID: string }[] }).value[0]?.ID ?? "";
    const place = { fabric: "CS2", container: other.split("/").at(-1) ?? "", name: "m-7", friendlyName: "db-7" };
    await fleet.context.machines.create(aMachine({ ...place, protectedItem: "item-7", accountId: "1" }));
    const both = { ReplicationProtectedItem: [items(1)[0], `${other}/replicationProtectedItems/item-7`] };
    expect(await fleet.call(UPDATE, both)).toMatchObject({ status: 202, body: { TargetObjectId: "CS1, CS2", TargetObjectName: "web-0 and 1 more" } });
    const { items: started } = await fleet.context.jobs.list({}, { size: 1 });
    expect(started[0]?.target.fabrics).toEqual(["CS1", "CS2"]);
    expect((await fleet.call(UPDATE, { ...both, Account: "LinuxAccount" })).status).toBe(404);
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS2", AccountName: "Other", UserName: "root", Password: "password-canary" });
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS2", AccountName: "LinuxAccount", UserName: "root", Password: "password-canary" });
    expect(await fleet.call(UPDATE, { ...both, Account: "LinuxAccount" })).toMatchObject({
      status: 400,
      body: { error: { target: "Account", message: expect.stringContaining("1 in CS1, 2 in CS2") } },
    });
    expect((await fleet.call(UPDATE, { ...both, Account: { AccountId: "1" } })).status).toBe(202);
  });

  it("need an account, their own or that of the call", async () => {
    await add(3, (i) => (i === 1 ? { accountId: undefined } : {}));
    const refused = await fleet.call(UPDATE, { ReplicationProtectedItem: items(3) });
    expect(refused).toMatchObject({ status: 400, body: { error: { target: "Account", message: expect.stringContaining("web-1 has no account") } } });
    expect((await fleet.call(UPDATE, { ReplicationProtectedItem: items(3), Account: "LinuxAccount" })).status).toBe(202);
    expect((await fleet.call(UPDATE, { ReplicationProtectedItem: items(3), Account: "nobody" })).status).toBe(404);
  });

  it("are found among thousands by reading their container, and what is left one by one", async () => {
    await add(1150);
    const calls = countCalls("list", "findByProtectedItem");
    expect((await fleet.call(UPDATE, { ReplicationProtectedItem: [...items(119), ...items(1, 1149)].reverse() })).status).toBe(202);
    expect(calls.list).toBe(1);
    expect(calls.findByProtectedItem).toBeLessThanOrEqual(120);
    expect((await fleet.call(UPDATE, { ReplicationProtectedItem: items(1000) })).status).toBe(202);
    expect(calls.list).toBe(3);
  });
});

describe("a container or fabric", () => {
  it("is not read by the call, which only says what is to be selected", async () => {
    await add(3);
    const filters = { OSTag: "UBUNTU-22.04-64", AgentVersion: "9.61", Tag: "site=berlin", FriendlyName: "web-*" };
    const { body } = await fleet.call(UPDATE, { ProtectionContainer: container, ...filters, Order: "Risk" });
    const job = (await fleet.context.jobs.find((body as { Name: string }).Name))?.value;
    expect(job?.input.batch).toMatchObject({
      selection: {
        kind: "all",
        fabric: "CS1",
        protectedOnly: true,
        filter: { osTag: "UBUNTU-22.04-64", version: "9.61", tags: { site: "berlin" }, namePattern: "web-*" },
      },
      order: "Risk",
    });
    expect(body).toMatchObject({ FleetDetails: { Batch: { Total: 0 } } });
    expect((await fleet.call("Test-AsrMobilityService", { Fabric: "CS1", Tag: { site: "berlin" } })).status).toBe(202);
  });

  it("says at once that no machine fits, and says nothing where one may", async () => {
    await add(3);
    const warned = async (more: Shown) =>
      ((await fleet.call(UPDATE, { ProtectionContainer: container, ...more })).body as { FleetDetails: { Warnings: string[] } }).FleetDetails
        .Warnings;
    expect(await warned({ FriendlyName: "zzz*" })).toEqual(["No machine fits the selection."]);
    expect(await warned({ FriendlyName: "web-2" })).toEqual([]);
    expect(await warned({})).toEqual([]);
  });

  it("may be several fabrics: one plan, one batch, with the filter as it was given", async () => {
    await add(2);
    const CS2 = { Name: "CS2", FriendlyName: "Second", Generation: "Classic", ServerAddress: "10.0.0.3", ServerVersion: NEW };
    await fleet.call("Set-AsrFabric", { ...CS2, Passphrase: "passphrase-canary" });
    const other = ((await fleet.call("Get-AsrProtectionContainer", { Fabric: "CS2" })).body as { value: { ID: string }[] }).value[0]?.ID ?? "";
    const agent = { version: OLD, configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" } as const;
    const place = { fabric: "CS2", container: other.split("/").at(-1) ?? "", name: "m-7", friendlyName: "web-7" };
    await fleet.context.machines.create(aMachine({ ...place, protectedItem: "item-7", accountId: "1", osTag: "UBUNTU-22.04-64", agent }));
    const all = { Fabric: ["CS2", "CS1", "cs2"], FriendlyName: "web-*" };
    const plan = await whatIf(all);
    expect(plan).toMatchObject({ Total: 3 });
    expect(plan.Machines.map(({ FriendlyName }) => FriendlyName)).toEqual(["web-7", "web-0", "web-1"]);
    expect(await fleet.call(UPDATE, all)).toMatchObject({
      status: 202,
      body: { TargetObjectId: "CS2, CS1", TargetObjectName: expect.stringMatching(/^Second, /) },
    });
    const { items: started } = await fleet.context.jobs.list({}, { size: 1 });
    expect(started[0]).toMatchObject({
      target: { fabrics: ["CS2", "CS1"] },
      input: { batch: { selection: { kind: "all", fabric: "CS2", otherFabrics: ["CS1"], filter: { namePattern: "web-*" } } } },
    });
    await fleet.call("Set-AsrFabric", { Name: "CS3", Generation: "Classic", ServerAddress: "10.0.0.4", Passphrase: "passphrase-canary" });
    expect((await fleet.call(UPDATE, { PlanId: plan.PlanId })).status).toBe(202); // a fabric that it is not about
    expect((await fleet.call(UPDATE, { ...all, Fabric: ["CS1", "nobody"] })).status).toBe(404);
  });

  it("names what is wrong with an option", async () => {
    for (const [parameter, value, expected] of [
      ["MaxFailures", "110%", "a number such as 5, or a part of all machines such as 10%"],
      ["MaxConcurrency", 0, "a whole number from 1 to 1000"],
      ["Tag", "berlin", "an object with names and values, or a text such as site=berlin"],
      ["Order", "random", "one of Given, Risk"],
      ["NotBefore", "2027-02-01T22:00", "a time with its zone (ISO 8601 with offset), such as 2026-12-01T22:00:00+01:00"],
      ["NotAfter", "2027-02-01 22:00:00", "a time with its zone"],
      ["NotAfter", "2027-02-30T22:00:00Z", "a time with its zone"],
      ["NotAfter", "2020-01-01T00:00:00Z", "has passed"],
      ["NotBefore", "2999-01-01T00:00:00Z", "more than 366 days ahead"],
    ] as const) {
      const { status, body } = await fleet.call(UPDATE, { Fabric: "CS1", [parameter]: value });
      expect({ status, body }).toMatchObject({ status: 400, body: { error: { target: parameter, message: expect.stringContaining(expected) } } });
    }
  });
});

describe("the plan of a batch", () => {
  it("reads thousands of machines page by page, and fabric and catalogue once", async () => {
    await add(2500, (i) => ({ name: `m-${String(i).padStart(5, "0")}`, friendlyName: `web-${String(i).padStart(5, "0")}` }));
    const calls = countCalls("list", "find", "findByProtectedItem");
    const plan = await whatIf({ ProtectionContainer: container });
    expect(plan).toMatchObject({ Total: 2500, ToDo: 2500 });
    expect(plan.Machines).toHaveLength(1000);
    expect(calls).toEqual({ list: 3, find: 0, findByProtectedItem: 0 });
  });

  it("shows every machine with its way and what is in it, which wait for each other, and changes nothing", async () => {
    await add(5, (i) => (i < 2 ? { availabilityGroup: "sql" } : i === 4 ? { agent: undefined } : {}));
    const plan = await whatIf({ ProtectionContainer: container, MaxConcurrency: 7, MaxFailures: 2 });
    expect(plan).toMatchObject({
      Operation: "Update Mobility Service",
      ...{ Total: 5, ToDo: 4, NothingToDo: 0, Blocked: 1, MaxConcurrency: 7, MaxFailures: "2" },
      BlockedBy: [{ Code: "AgentNotInstalled", Machines: 1 }],
      AvailabilityGroups: [{ Name: "sql", Machines: ["web-0", "web-1"] }],
    });
    expect(plan.Machines[2]).toMatchObject({
      FriendlyName: "web-2",
      InstalledVersion: OLD,
      TargetVersion: NEW,
      Path: [NEW],
      Reboot: "Recommended",
      BlockedBy: [],
    });
    expect((await fleet.context.jobs.list({}, { size: 10 })).items).toEqual([]);
    const page = (await fleet.call("Get-AsrMobilityServicePlan", { PlanId: plan.PlanId, Top: 3 })).body as { value: Shown[]; nextLink: string };
    const rest = await fleet.call("Get-AsrMobilityServicePlan", {}, { method: "GET", query: new URL(page.nextLink).search });
    expect([...page.value, ...(rest.body as { value: Shown[] }).value]).toEqual(plan.Machines);
  });

  it("says what does not fit into its window, by how long the installers took before", async () => {
    await add(6, (i) => (i === 3 ? { osTag: "RHEL8-64" } : {}));
    await fleet.context.installers.create(anInstaller({ version: NEW, osTag: "RHEL8-64", fileName: "rhel8.tar.gz", sha256: "b".repeat(64) }));
    await fleet.context.installers.putRunTimes({ what: "install", osTag: "UBUNTU-22.04-64", version: NEW, seconds: [500, 600, 700] });
    const opens = Date.now() + 86_400_000;
    const window = { NotBefore: new Date(opens).toISOString(), NotAfter: new Date(opens + 1_000_000).toISOString().replace("Z", "+00:00") };
    const plan = await whatIf({ ProtectionContainer: container, MaxConcurrency: 2, ...window });
    expect(plan).toMatchObject({
      NotBefore: window.NotBefore,
      NotAfter: new Date(opens + 1_000_000).toISOString(),
      ToDo: 6,
      WillNotFit: 1,
      FitUnknown: 2,
    });
    expect(plan.Machines.map(({ FitsWindow, ExpectedSeconds }) => [FitsWindow, ExpectedSeconds])).toEqual([
      ...[0, 1].map(() => ["Yes", 600]),
      ["Overruns", 600],
      ["Unknown", null],
      ["Unknown", 600],
      ["No", 600],
    ]);
    const { status, body } = await fleet.call(UPDATE, { PlanId: plan.PlanId });
    expect({ status, body }).toMatchObject({ status: 202, body: { FleetDetails: { Batch: { Total: 6, ...window, NotAfter: plan.NotAfter } } } });
    const without = await whatIf({ ProtectionContainer: container });
    expect(without).toMatchObject({ NotBefore: null, NotAfter: null, WillNotFit: 0, FitUnknown: 0 });
    expect(without.Machines[0]).toMatchObject({ FitsWindow: null, ExpectedSeconds: null });
  });

  it("is carried out exactly: its machines that have something to do, by its paths", async () => {
    await add(4, (i) => (i === 3 ? { agent: undefined } : {}));
    const { PlanId } = await whatIf({ ProtectionContainer: container, MaxConcurrency: 3 });
    const { status, body } = await fleet.call(UPDATE, { PlanId });
    expect({ status, body }).toMatchObject({ status: 202, body: { FleetDetails: { Batch: { Total: 3, MaxConcurrency: 3, PlanId } } } });
    const members = (await fleet.context.batches.list((body as { Name: string }).Name, {}, { size: 10 })).items;
    expect(members.map(({ friendlyName, plannedPath }) => [friendlyName, plannedPath])).toEqual([0, 1, 2].map((i) => [`web-${i}`, [NEW]]));
  });

  it.each([
    ["a machine has another version", async () => change(1, { agent: agentOf("9.60.6956.1") }), "web-1 has 9.60.6956.1 instead of 9.61.7016.1"],
    ["a machine is blocked now", async () => change(1, { agent: undefined }), "web-1"],
    [
      "a machine has come to the selection",
      async () => add(1, () => ({ name: "m-9", friendlyName: "web-9", protectedItem: "item-9" })),
      "web-9 has come to them",
    ],
    [
      "a newer installer has come",
      async () => fleet.context.installers.create(anInstaller({ version: "9.62.9999.1" })),
      "would go 9.62.9999.1 instead of",
    ],
    ["a machine fits the selection no more", async () => change(2, { tags: {} }), "web-2 is not among them any more"],
  ])("is refused when %s", async (_what, happens, said) => {
    await add(3, () => ({ tags: { wave: "1" } }));
    const { PlanId } = await whatIf({ ProtectionContainer: container, FriendlyName: "web-*", ...(said.includes("come") ? {} : { Tag: "wave=1" }) });
    await happens();
    const { status, body } = await fleet.call(UPDATE, { PlanId });
    expect({ status, body }).toMatchObject({ status: 409, body: { error: { code: "PlanOutdated", message: expect.stringContaining(said) } } });
    expect((await fleet.context.jobs.list({}, { size: 10 })).items).toEqual([]);
  });

  it("is refused when it is not there, is of another cmdlet, or has expired", async () => {
    await add(2);
    expect((await fleet.call(UPDATE, { PlanId: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" })).status).toBe(404);
    const { PlanId } = await whatIf({ ReplicationProtectedItem: items(2) }, "Test-AsrMobilityService");
    expect((await fleet.call(UPDATE, { PlanId })).body).toMatchObject({
      error: { target: "PlanId", message: expect.stringContaining("Test Mobility Service") },
    });
    const plan = await fleet.context.plans.find(PlanId);
    if (plan) await fleet.context.plans.put({ ...plan, expiresTime: "2026-01-01T00:00:00.000Z" });
    expect((await fleet.call("Test-AsrMobilityService", { PlanId })).body).toMatchObject({
      error: { code: "PlanOutdated", message: expect.stringContaining("expired") },
    });
  });
});

/** Counts calls of the machine store from now on. */
function countCalls(...names: readonly ("list" | "find" | "findByProtectedItem")[]) {
  const calls = { list: 0, find: 0, findByProtectedItem: 0 };
  const { machines } = fleet.context;
  for (const name of names) {
    const real = machines[name].bind(machines) as (...given: unknown[]) => unknown; // whatever it takes is handed on
    Object.assign(machines, {
      [name]: (...given: unknown[]) => {
        calls[name] += 1;
        return real(...given);
      },
    });
  }
  return calls;
}

const agentOf = (version: string) =>
  ({ version, configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" }) as const;

async function change(i: number, over: Parameters<typeof aMachine>[0]) {
  const found = await fleet.context.machines.find({ fabric: "CS1", container: container.split("/").at(-1) ?? "", name: `m-${i}` });
  if (found) await fleet.context.machines.replace({ ...found.value, ...over } as never, found.etag);
}
