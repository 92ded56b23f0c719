import { describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { memoryGroups } from "../../store/memory/memory-groups.js";
import { aMachine, jobEngine, type Script } from "./engine.js";

const clustered = (name: string) => aMachine({ name, friendlyName: name, availabilityGroup: "sql" });

/** The first job stays at work until it is told to end; the others are quick. */
async function cluster() {
  let end = false;
  const work: Script = (_run, { machine }) =>
    machine().name === "sql-1" && !end ? { type: "wait", seconds: 20, message: "" } : { type: "done", message: "" };
  const changing = Object.assign(work, { changes: true });
  const engine = await jobEngine({ work: changing });
  for (const name of ["sql-1", "sql-2"]) await engine.machines.create(clustered(name));
  const first = await engine.start({}, clustered("sql-1"));
  await engine.drain(1);
  return {
    engine,
    first,
    end: () => {
      end = true;
    },
  };
}

describe("machines of an availability group", () => {
  it("are changed one after the other, also by jobs of no batch", async () => {
    const { engine, first, end } = await cluster();
    const second = await engine.start({}, clustered("sql-2"));
    await engine.drain(4);
    const waiting = await engine.job(second.name);
    expect(waiting).toMatchObject({ state: "InProgress", tasks: [{ message: expect.stringContaining(first.name) }] });
    expect(waiting.tasks[0]?.message).toContain("availability group");
    end();
    await engine.drain();
    expect([(await engine.job(first.name)).state, (await engine.job(second.name)).state]).toEqual(["Succeeded", "Succeeded"]);
    expect((await engine.groups.find("fabric", "SQL"))?.value.heldBy).toBeUndefined();
  });

  it("wait for nobody whose job has ended, or never was saved", async () => {
    const engine = await jobEngine({ work: () => ({ type: "done", message: "" }) });
    await engine.machines.create(clustered("sql-2"));
    await engine.groups.create({ fabric: "fabric", name: "sql", heldBy: "019a0000-0000-7000-8000-000000000009" });
    const { name } = await engine.start({}, clustered("sql-2"));
    await engine.drain();
    expect((await engine.job(name)).state).toBe("Succeeded");
  });

  const WORKING = { state: "running", run: { job: "j", name: "install 9.62.7096.1" }, installation: "installation-1", elapsedSeconds: 9 } as const;

  it.each(["is stopped", "takes too long", "is given up for poison"])("wait while anything runs on a member, also when its job %s", async (how) => {
    const { engine, first } = await cluster();
    engine.remote.slot = WORKING;
    if (how === "is stopped") await engine.stop(first.name);
    if (how === "takes too long") engine.clock.pass(601);
    for (let i = 0; i < 4 && how === "is given up for poison"; i++) await engine.poison(engine.queue.take()?.message ?? expect.unreachable());
    await engine.drain(2);
    expect(["Cancelled", "Failed"]).toContain((await engine.job(first.name)).state);
    const second = await engine.start({}, clustered("sql-2"));
    await engine.drain(5);
    expect(await engine.job(second.name)).toMatchObject({ state: "InProgress", tasks: [{ message: expect.stringContaining(first.name) }] });
    engine.remote.slot = { state: "none" };
    await engine.drain();
    expect((await engine.job(second.name)).state).toBe("Succeeded");
  });

  it("wait for a member that cannot be asked as long as an installer may take, and no longer", async () => {
    const { engine, first } = await cluster();
    await engine.stop(first.name);
    await engine.drain(2);
    const { look } = engine.remote;
    engine.remote.look = () => Promise.reject(new FleetError("MachineUnreachable", "no answer", { retryable: true }));
    const second = await engine.start({}, clustered("sql-2"));
    await engine.drain(5);
    expect((await engine.job(second.name)).tasks[0]?.message).toContain(first.name);
    engine.clock.pass(1801);
    engine.queue.take();
    await engine.rescue();
    await engine.drain(1);
    engine.remote.look = look;
    await engine.drain();
    expect((await engine.job(second.name)).state).toBe("Succeeded");
  });

  it("are left to a stop at once", async () => {
    const { engine } = await cluster();
    const second = await engine.start({}, clustered("sql-2"));
    await engine.drain(2);
    await engine.stop(second.name);
    await engine.drain(3);
    expect((await engine.job(second.name)).state).toBe("Cancelled");
  });

  it("cost a machine without a group nothing", async () => {
    const groups = memoryGroups();
    let asked = 0;
    groups.find = async () => {
      asked++;
      return undefined;
    };
    const engine = await jobEngine({ work: () => ({ type: "done", message: "" }) }, { groups });
    await engine.start();
    await engine.drain();
    expect(asked).toBe(0);
  });
});

describe("failures in a row", () => {
  it("grow with each job that failed to change the machine, and end with one that succeeded", async () => {
    let broken = true;
    const engine = await jobEngine({
      work: () => {
        if (broken) throw new FleetError("InstallerFailed", "it broke");
        return { type: "done", message: "" };
      },
    });
    const seen: number[] = [];
    for (const next of [true, true, false]) {
      broken = next;
      await engine.start();
      await engine.drain();
      seen.push((await engine.machine()).failuresInARow);
    }
    expect(seen).toEqual([1, 2, 0]);
  });
});
