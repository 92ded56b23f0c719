import { describe, expect, it } from "vitest";
import { resumeJob } from "../../lib/jobs/control/resume-job.js";
import { startJob } from "../../lib/jobs/control/start-job.js";
import type { JobInput } from "../../lib/jobs/job-input.js";
import { recipeOf } from "../../lib/jobs/recipes.js";
import { needs } from "../here.js";
import { aFabric, anInstaller } from "../store/samples.js";
import { aMachine, jobEngine } from "./engine/engine.js";
import { slotMachine } from "./engine/slot-machine.js";

const [BEFORE, BETWEEN, TARGET] = ["9.16.1.1", "9.20.1.1", "9.24.1.1"];

/** A machine of an availability group, and an update over two hops that was not asked to restart it. */
const halfWay = () => updating(slotMachine(BEFORE));

async function updating(machine: ReturnType<typeof slotMachine>, input: JobInput = {}) {
  const engine = await jobEngine({}, { connect: async () => machine.remote, recipeOf });
  await engine.fabrics.create(aFabric({ name: "fabric", generation: "Modernized" }));
  for (const version of [BETWEEN, TARGET]) await engine.installers.create(anInstaller({ version, osTag: "RHEL8-64" }));
  const found = await engine.machines.find(aMachine());
  if (found) await engine.machines.replace({ ...found.value, availabilityGroup: "sql" }, found.etag);
  const { name } = await engine.start(input);
  await engine.drain();
  return { engine, machine, name };
}

describe.skipIf(needs("flock", "setsid"))(`an update that comes to a hop beyond the loaded driver${needs("flock", "setsid")}`, () => {
  it("waits, suspended, without a deadline; neither as a failure nor with lease, group or event", async () => {
    const { engine, machine, name } = await halfWay();
    const job = await engine.job(name);
    expect(job).toMatchObject({ state: "Suspended", errors: [{ code: "WaitingForRestart", task: `check-driver ${TARGET}` }] });
    expect(job.stepDeadline).toBeUndefined();
    expect(machine.installed()).toEqual([BETWEEN]);
    const { lease, failuresInARow, waitingJob, agent } = await engine.machine();
    expect({ lease, failuresInARow, waitingJob }).toEqual({ failuresInARow: 0, waitingJob: name });
    expect(agent).toMatchObject({ version: BETWEEN, rebootRequired: "Recommended" });
    expect((await engine.groups.find("fabric", "sql"))?.value.heldBy).toBeUndefined();
    expect((await engine.events.list({}, { size: 10 })).items).toEqual([]);
  });

  it.each([
    ["", true],
    [", whose row an earlier release wrote without the job's name", false],
  ])("goes on by itself when another job's look finds the machine restarted%s", async (_row, isNamed) => {
    const { engine, machine, name } = await halfWay();
    const found = await engine.machines.find(aMachine());
    const { waitingJob, ...unnamed } = found?.value ?? expect.unreachable();
    if (!isNamed) await engine.machines.replace(unnamed, found?.etag ?? "");
    machine.restart();
    const { fabric, container, name: machineName, friendlyName } = aMachine();
    const target = { kind: "machine", fabric, container, name: machineName, friendlyName } as const;
    await startJob(engine)({ recipe: "test", target, input: {} });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", errors: [] });
    expect((await engine.machine()).waitingJob).toBeUndefined();
    expect(machine.installed()).toEqual([BETWEEN, TARGET]);
  });

  it("goes on when it is resumed after the restart, and waits on when there was none", async () => {
    const { engine, machine, name } = await halfWay();
    await resumeJob(engine)(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Suspended" });
    machine.restart();
    await resumeJob(engine)(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", errors: [], learned: { versionAfter: TARGET } });
  });

  it("waits before the first hop, too, where that one goes too far beyond the driver that is loaded", async () => {
    const { engine, machine, name } = await updating(slotMachine(BETWEEN, { driver: BEFORE }));
    const job = await engine.job(name);
    expect(job).toMatchObject({ state: "Suspended", errors: [{ code: "WaitingForRestart", task: `check-driver ${TARGET}` }] });
    expect(job.tasks.find((task) => task.name === "plan-path")?.message).toContain(`${BETWEEN} → restart (mandatory) → ${TARGET}`);
    expect(machine.installed()).toEqual([]);
    machine.restart();
    await resumeJob(engine)(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { versionAfter: TARGET, reboot: "Recommended" } });
    expect(machine.installed()).toEqual([TARGET]);
  });

  it("restarts the machine itself before the first hop where it was asked to, and not where no restart is due", async () => {
    const { engine, machine, name } = await updating(slotMachine(BETWEEN, { driver: BEFORE }), { restart: true });
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { versionAfter: TARGET, reboot: "None" } });
    expect([machine.installed(), machine.restarts()]).toEqual([[TARGET], 2]);
    const near = await updating(slotMachine(BETWEEN, { driver: BETWEEN }), { restart: true });
    expect((await near.engine.job(near.name)).state).toBe("Succeeded");
    expect(near.machine.restarts()).toBe(1);
  });

  it("installs nothing after the wait where the agent is gone, the version was put on hold, or the restart brought a kernel that is not supported", async () => {
    const after = async (meanwhile: (all: Awaited<ReturnType<typeof halfWay>>) => unknown) => {
      const all = await halfWay();
      await meanwhile(all);
      all.machine.restart();
      await resumeJob(all.engine)(all.name);
      await all.engine.drain();
      expect(all.machine.installed()).toEqual([BETWEEN]);
      return all.engine.job(all.name);
    };
    expect(await after(({ machine }) => machine.removeAgent())).toMatchObject({ state: "Failed", errors: [{ code: "AgentNotInstalled" }] });
    const since = "2026-11-01T10:00:00.000Z";
    expect(await after(({ engine }) => engine.installers.putHold({ version: "9.24", reason: "kernel panic", since }))).toMatchObject({
      ...{ state: "Failed", errors: [{ code: "VersionOnHold", message: "Version 9.24.1.1 is on hold: kernel panic." }] },
    });
    const list = { osTag: "RHEL8-64", version: "9.24", asOf: "2026-10-01", kernels: ["4.18.0-1.el8.x86_64"], importedAt: since };
    expect(await after(({ engine }) => engine.installers.putKernels(list))).toMatchObject({
      state: "Failed",
      errors: [{ code: "UnsupportedKernel" }],
    });
  });
});
