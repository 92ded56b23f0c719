import { describe, expect, it } from "vitest";
import { FleetError } from "../../lib/core/errors.js";
import type { Machine } from "../../lib/fleet/machines/machine.js";
import { memoryFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { batchEngine, type ChildScript } from "../jobs/batch/batch-engine.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { aFabric } from "../store/samples.js";

const CONTAINER =
  "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1/replicationFabrics/fabric/replicationProtectionContainers/container";
const UPDATE = "Update-AsrMobilityService";

type Shown = Readonly<{ Name: string; State: string; TargetObjectName: string; FleetDetails: object; Tasks: readonly object[] }>;
type Page = Readonly<{ value: readonly Shown[]; nextLink?: string }>;

const failsOn =
  (...numbers: readonly number[]): ChildScript =>
  ({ name }) => {
    if (numbers.includes(Number(name.slice(2)))) throw new FleetError("InstallerFailed", "it broke");
    return { type: "done", message: "did it" };
  };

/** The cmdlets and the engine on the same stores, with so many protected machines. */
async function fleetOf(n: number, child: ChildScript, over: (i: number) => Partial<Machine> = () => ({})) {
  const stores = memoryStorage();
  const machines = Array.from({ length: n }, (_, i) => ({ protectedItem: `item-${i}`, ...over(i) }));
  const engine = await batchEngine(machines, { child, over: stores });
  await stores.fabrics.create(aFabric({ name: "fabric" }));
  await stores.fabrics.createContainer({ fabric: "fabric", name: "container", friendlyName: "container" });
  const { call } = await memoryFleet(memoryContext(engine.clock, stores));
  const update = async (more: object): Promise<Shown> => {
    const { status, body } = await call(UPDATE, { ProtectionContainer: CONTAINER, ...more });
    expect(status).toBe(202);
    return body as Shown;
  };
  const get = async (parameters: object) => (await call("Get-AsrJob", parameters)).body;
  return { ...engine, call, update, get };
}

describe("the job of a batch", () => {
  it("shows its counts, its machines with their jobs and errors, and what may be done with it", async () => {
    const { update, get, drain } = await fleetOf(4, failsOn(2));
    const { Name } = await update({ MaxConcurrency: 2 });
    await drain();
    const job = (await get({ Name })) as Shown;
    expect(job).toMatchObject({
      State: "Succeeded",
      StateDescription: "PartiallySucceeded",
      AllowedActions: ["Restart"],
      TargetObjectType: "ProtectionContainer",
      FleetDetails: { ParentJob: null, Batch: { Total: 4, Succeeded: 3, Failed: 1, Waiting: 0, Running: 0 } },
    });
    expect(job.Tasks).toMatchObject([
      { Name: "Selecting the machines", Message: "4 machines", GroupTaskDetails: null },
      { GroupTaskDetails: { Type: "InlineWorkflowTaskDetails", ChildTasks: [{ FriendlyName: "web-2", State: "Failed" }, {}, {}, {}] } },
    ]);
    expect(JSON.stringify(job.Tasks)).toContain("InstallerFailed: it broke");
    const { value } = (await get({ State: "Succeeded" })) as Page;
    expect(value.find((one) => one.Name === Name)?.Tasks[1]).toMatchObject({ GroupTaskDetails: null });
  });

  it("shows machines that were skipped, with the reason", async () => {
    const { update, get, drain } = await fleetOf(3, failsOn(0), () => ({ availabilityGroup: "sql" }));
    const { Name } = await update({});
    await drain();
    const { Tasks } = (await get({ Name })) as Shown;
    expect(Tasks[1]).toMatchObject({
      GroupTaskDetails: {
        ChildTasks: [
          { FriendlyName: "web-0", State: "Failed" },
          { FriendlyName: "web-1", State: "Skipped", Job: null, Message: expect.stringContaining("GroupMemberFailed") },
          { FriendlyName: "web-2", State: "Skipped" },
        ],
      },
    });
  });

  it("has a window, with which one machine is a batch, and which its restart asks for anew", async () => {
    const work: ChildScript = (_machine, run) => (run === 1 ? { type: "wait", seconds: 3500, message: "" } : { type: "done", message: "" });
    const { update, get, drain, call, clock } = await fleetOf(3, work);
    const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
    const [NotBefore, NotAfter] = [at(3600), at(7000)];
    const { Name } = await update({ FriendlyName: "web-?", MaxConcurrency: 2, NotBefore, NotAfter });
    await drain();
    expect(await get({ Name })).toMatchObject({
      ...{ State: "Succeeded", StateDescription: "PartiallySucceeded" },
      FleetDetails: { Batch: { NotBefore, NotAfter, Succeeded: 2, Skipped: 1, MissedWindow: 1 } },
      Tasks: [{}, { GroupTaskDetails: { ChildTasks: [{ FriendlyName: "web-2", Message: expect.stringContaining("WindowEnded") }, {}, {}] } }],
    });
    const refused = await call("Restart-AsrJob", { Name });
    expect(refused).toMatchObject({ status: 409, body: { error: { target: "NotAfter", message: expect.stringContaining("expected a new one") } } });
    const again = await call("Restart-AsrJob", { Name, NotAfter: at(3600) });
    expect(again).toMatchObject({ status: 202, body: { FleetDetails: { RestartOf: Name, Batch: { NotBefore, NotAfter: at(3600) } } } });
    const [child] = ((await get({ ParentJob: Name })) as Page).value;
    expect(await call("Restart-AsrJob", { Name: child?.Name, NotAfter: at(3600) })).toMatchObject({
      status: 400,
      body: { error: { target: "NotBefore" } },
    });
  });

  it("may be stopped while it is open, resumed when it is suspended, restarted when it has failed", async () => {
    const { update, get, drain } = await fleetOf(5, failsOn(0, 1, 2, 3, 4));
    const { Name } = await update({ MaxConcurrency: 1, MaxFailures: "2" });
    expect(await get({ Name })).toMatchObject({ State: "NotStarted", AllowedActions: ["Cancel"] });
    await drain();
    expect(await get({ Name })).toMatchObject({
      State: "Suspended",
      AllowedActions: ["Resume", "Cancel"],
      FleetDetails: { Batch: { MaxFailures: "2", Waiting: 3 } },
    });
    const { value } = (await get({ ParentJob: Name, State: "Failed" })) as Page;
    expect(value).toMatchObject([{ AllowedActions: ["Restart"] }, { AllowedActions: ["Restart"] }]);
  });
});

describe("the children of a batch", () => {
  it("are listed page by page, those that failed before those that succeeded, and name their batch", async () => {
    const { call, update, get, drain } = await fleetOf(7, failsOn(5, 6));
    const { Name } = await update({});
    await drain();
    const first = (await get({ ParentJob: { Name }, Top: 3 })) as Page;
    const pages = [first];
    for (let next = first.nextLink; next !== undefined; next = pages.at(-1)?.nextLink)
      pages.push((await call("Get-AsrJob", {}, { method: "GET", query: new URL(next).search })).body as Page);
    const all = pages.flatMap(({ value }) => value);
    expect(all.map((one) => one.TargetObjectName)).toEqual([5, 6, 0, 1, 2, 3, 4].map((i) => `web-${i}`));
    expect(pages.map(({ value }) => value.length)).toEqual([3, 3, 1]);
    for (const one of all) expect(one.FleetDetails).toMatchObject({ ParentJob: Name, Batch: null });
    expect(((await get({ ParentJob: Name, State: "Failed" })) as Page).value.map((one) => one.TargetObjectName)).toEqual(["web-5", "web-6"]);
    expect(((await get({ ParentJob: Name, State: "InProgress" })) as Page).value).toEqual([]);
  });

  it("are told apart by whether they have begun", async () => {
    const { update, get, run, queue } = await fleetOf(2, () => ({ type: "wait", seconds: 60, message: "works" }));
    const { Name } = await update({});
    const message = queue.take()?.message;
    if (message) await run(message);
    const states = async (State: string) => ((await get({ ParentJob: Name, State })) as Page).value.map((one) => one.State);
    expect([...(await states("NotStarted")), ...(await states("InProgress"))]).toHaveLength(2);
    expect(new Set(await states("NotStarted"))).not.toContain("InProgress");
    expect(new Set(await states("InProgress"))).not.toContain("NotStarted");
  });

  it("are those of a batch only", async () => {
    const { call, start, drain, get } = await fleetOf(1, () => ({ type: "done", message: "" }));
    const { name } = await start();
    await drain();
    const { value } = (await get({ ParentJob: name })) as Page;
    expect(await call("Get-AsrJob", { ParentJob: value[0]?.Name })).toMatchObject({ status: 400, body: { error: { target: "ParentJob" } } });
    expect((await call("Get-AsrJob", { ParentJob: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" })).status).toBe(404);
  });
});
