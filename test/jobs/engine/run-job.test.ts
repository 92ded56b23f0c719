import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { changeRunAsAccount } from "../../../lib/api/accounts/change-run-as-account.js";
import { FleetError } from "../../../lib/core/errors.js";
import { NewerSchema } from "../../../lib/core/schema.js";
import { Secret } from "../../../lib/core/secret.js";
import { resumeJob } from "../../../lib/jobs/control/resume-job.js";
import { startJob } from "../../../lib/jobs/control/start-job.js";
import { runJob } from "../../../lib/jobs/engine/run-job.js";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import type { JobInput } from "../../../lib/jobs/job-input.js";
import { keepJobs } from "../../../lib/store/jobs/kept-jobs.js";
import { memorySecretDoubts } from "../../store/memory/memory-secrets.js";
import { openGate } from "../open-gate.js";
import { aMachine, anAccount, fakeRemote, jobEngine, type Script, timing } from "./engine.js";

const done = (): StepOutcome => ({ type: "done", message: "did it" });
const changing = (script: Script) => Object.assign(script, { changes: true });
const unreachable = () => {
  throw new FleetError("MachineUnreachable", "no answer", { retryable: true });
};
/** Its machine is one of an availability group. */
async function inGroup<T extends Awaited<ReturnType<typeof jobEngine>>>(engine: T): Promise<T> {
  const found = await engine.machines.find(aMachine());
  if (found) await engine.machines.replace({ ...found.value, availabilityGroup: "sql" }, found.etag);
  return engine;
}

describe("a job", () => {
  it("runs all its steps in one invocation when they fit, and gives the machine back", async () => {
    const engine = await jobEngine({
      one: done,
      two: changing(done),
      three: () => ({
        type: "done",
        message: "",
        learned: {
          findings: {
            agent: { version: "9.62.7096.1", configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" },
            osTag: "RHEL9-64",
          },
        },
      }),
    });
    const { name } = await engine.start();
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", ticket: 1, tasks: [{ message: "did it" }, {}, {}] });
    const machine = await engine.machine();
    expect(machine).toMatchObject({ osTag: "RHEL9-64" });
    expect(machine.lease).toBeUndefined();
  });

  it("leaves the queue function while it waits, and goes on at the same step", async () => {
    const engine = await jobEngine({ one: done, two: (run) => (run < 3 ? { type: "wait", seconds: 10, message: "not yet" } : done()) });
    const { name } = await engine.start();
    await engine.drain(1);
    expect(await engine.job(name)).toMatchObject({
      state: "InProgress",
      step: 1,
      ticket: 2,
      tasks: [{}, { state: "InProgress", message: "not yet" }],
    });
    expect(engine.queue.sent).toMatchObject([{ delaySeconds: 10, message: { ticket: 2 } }]);
    await engine.drain();
    expect(engine.runs).toEqual(["one", "two", "two", "two"]);
    expect((await engine.job(name)).state).toBe("Succeeded");
  });

  it("asks the queue for the rest when its time budget is used up", async () => {
    const engine = await jobEngine({
      slow: async () => {
        engine.clock.pass(31);
        return done();
      },
      rest: done,
    });
    const { name } = await engine.start();
    await engine.drain(1);
    expect(engine.runs).toEqual(["slow"]);
    expect(await engine.job(name)).toMatchObject({ step: 1, ticket: 2 });
    await engine.drain();
    expect(engine.runs).toEqual(["slow", "rest"]);
  });

  it("tells a step that works through rows when others have their turn, and when the process is about to end", async () => {
    const told: boolean[] = [];
    const engine = await jobEngine({
      rows: async (_run, { hasTime }) => {
        told.push(hasTime());
        engine.clock.pass(15);
        told.push(hasTime());
        return done();
      },
      more: async (_run, { hasTime }) => {
        told.push(hasTime());
        void engine.turns.leave();
        told.push(hasTime());
        return done();
      },
    });
    await engine.start();
    await engine.drain();
    expect(told).toEqual([true, false, true, false]);
  });

  it("tries again what may pass, less and less often, and fails with the last error", async () => {
    const engine = await jobEngine({ one: unreachable });
    const { name } = await engine.start();
    await engine.drain();
    const job = await engine.job(name);
    expect(job).toMatchObject({ state: "Failed", attempts: 4, errors: [{ code: "MachineUnreachable", message: "no answer", task: "one" }] });
    expect(job.errors[0]?.recommendedAction).not.toBe("");
    expect(engine.runs).toHaveLength(5);
    expect((await engine.events.list({}, { size: 10 })).items).toMatchObject([{ code: "MachineUnreachable", affectedObjectFriendlyName: "web-01" }]);
  });

  it("ends a step that waits longer than its deadline", async () => {
    const engine = await jobEngine({ one: () => ({ type: "wait", seconds: 100, message: "still waiting" }) });
    const { name } = await engine.start();
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Failed", errors: [{ code: "DeadlineExceeded" }] });
    expect((await engine.job(name)).errors[0]?.message).toContain("still waiting");
  });

  it("does not fail for a row that a newer release wrote, so that its message can be put back", async () => {
    const engine = await jobEngine({
      one: () => {
        throw new NewerSchema("A row of FleetMachines", 2);
      },
    });
    const { name } = await engine.start();
    await expect(engine.drain()).rejects.toThrow(NewerSchema);
    expect(await engine.job(name)).toMatchObject({ state: "NotStarted", errors: [] });
  });

  it("does not show people the text of an error that nobody expected", async () => {
    const engine = await jobEngine({
      one: () => {
        throw new TypeError("secret inner thing");
      },
    });
    const { name } = await engine.start();
    await engine.drain();
    const job = await engine.job(name);
    expect(job).toMatchObject({ state: "Failed", errors: [{ code: "Internal" }] });
    expect(JSON.stringify(job)).not.toContain("secret inner thing");
  });

  it("is given back instead of a second one while it is open", async () => {
    const engine = await jobEngine({ one: done });
    const first = await engine.start();
    expect((await engine.start()).name).toBe(first.name);
    await engine.drain();
    expect((await engine.start()).name).not.toBe(first.name);
  });

  it("is not given back to somebody who asks for something else, or after it was stopped", async () => {
    const engine = await jobEngine({ one: done });
    const first = await engine.start({ targetVersion: "9.61" });
    await expect(engine.start({ targetVersion: "9.62" })).rejects.toMatchObject({ code: "Conflict" });
    await engine.stop(first.name);
    expect((await engine.start({ targetVersion: "9.62" })).name).not.toBe(first.name);
  });

  it.each<[string, JobInput, JobInput, string]>([
    ["its restart and version are left out", { restart: true, targetVersion: "9.62" }, {}, "Restart (the job: given, this call: not given)"],
    ["a restart is asked for beside", {}, { restart: true }, "Restart (the job: not given, this call: given)"],
    ["a version is asked for beside", {}, { targetVersion: "9.62" }, "TargetVersion (the job: not given, this call: 9.62)"],
    ["its account is left out", { accountId: "2" }, {}, "Account (the job: 2, this call: not given)"],
    ["a host key is accepted beside", {}, { acceptHostKey: true }, "AcceptHostKey (the job: not given, this call: given)"],
    ["it is held to the path of a plan", { plannedPath: ["9.61", "9.62"] }, {}, "the path of a plan (the job: 9.61 → 9.62, this call: not given)"],
  ])("is not given back when %s: the conflict names the job and the difference", async (_how, its, asked, difference) => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start(its);
    await expect(engine.start(asked)).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining(difference) });
    await expect(engine.start(asked)).rejects.toThrow(name);
    expect((await engine.start(its)).name).toBe(name);
  });

  it("is given back to a call that says of a switch that it is off, which is what the job was asked", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start({});
    expect((await engine.start({ restart: false, acceptHostKey: false })).name).toBe(name);
  });

  it("tries a step again that took too long at a stretch", async () => {
    const engine = await jobEngine(
      {
        slow: async (run, { signal }) => {
          if (run > 1) return done();
          if (!signal.aborted) await once(signal, "abort");
          throw signal.reason;
        },
      },
      { timing: { ...timing, stepTimeoutMs: 5 } },
    );
    const { name } = await engine.start();
    await engine.drain(1);
    expect(await engine.job(name)).toMatchObject({ state: "InProgress", errors: [{ code: "CommandTimedOut" }] });
    await engine.drain();
    expect((await engine.job(name)).state).toBe("Succeeded");
  });

  it("keeps what a machine says within bounds", async () => {
    const engine = await jobEngine({
      one: () => {
        throw new FleetError("CommandFailed", `\u001b[31m${"x".repeat(600_000)}`);
      },
    });
    const { name } = await engine.start();
    await engine.drain();
    const message = (await engine.job(name)).errors[0]?.message ?? "";
    expect(message.length).toBeLessThan(2000);
    expect(message).not.toContain("\u001b");
  });

  it("fails when its machine was removed meanwhile", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start({}, aMachine({ name: "gone", friendlyName: "gone" }));
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Failed", errors: [{ code: "ResourceNotFound" }] });
  });
});

describe("messages that come twice, late or not at all", () => {
  it("does nothing for a message with an older ticket, or of an ended job", async () => {
    const engine = await jobEngine({ one: (run) => (run === 1 ? { type: "wait", seconds: 1, message: "" } : done()) });
    const { name } = await engine.start();
    const first = engine.queue.sent[0]?.message ?? { jobName: "", ticket: 0 };
    await engine.drain(1);
    await engine.run(first);
    expect(engine.runs).toEqual(["one"]);
    await engine.drain();
    await engine.run({ jobName: name, ticket: 2 });
    expect(engine.runs).toEqual(["one", "one"]);
  });

  it("lets only one of two deliveries of the same message change anything", async () => {
    const engine = await jobEngine({ look: done, change: changing(done), end: done });
    const { name } = await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    await Promise.all([engine.run(sent.message), engine.run(sent.message)]);
    expect(engine.runs.filter((step) => step === "change")).toHaveLength(1);
    expect((await engine.job(name)).state).toBe("Succeeded");
  });

  it("lets only one of two deliveries change anything also when the step was begun before", async () => {
    const engine = await jobEngine({ change: changing((run) => (run === 1 ? { type: "wait", seconds: 1, message: "" } : done())), end: done });
    await engine.start();
    await engine.drain(1);
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    await Promise.all([engine.run(sent.message), engine.run(sent.message)]);
    expect(engine.runs).toEqual(["change", "change", "end"]);
  });

  it("gives whoever takes a step up later a higher token, so that the machine refuses the first", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const tokens: number[] = [];
    const engine = await jobEngine({
      change: changing(async (run, { fence }) => {
        if (run === 1) await gate; // saved, then late
        tokens.push(fence.token);
        return done();
      }),
      end: done,
    });
    await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const late = engine.run(sent.message);
    await expect.poll(() => engine.runs).toEqual(["change"]);
    await engine.run(sent.message);
    open();
    await late;
    const [second = 0, first = 0] = tokens;
    expect(second).toBeGreaterThan(first);
    expect(first).toBeGreaterThan(0);
  });

  it("leaves the lease, and the events, to the successor when a late worker comes to its end", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const engine = await jobEngine({
      one: async (run) => {
        if (run > 1) return { type: "wait", seconds: 60, message: "" };
        await gate;
        throw new FleetError("Fenced", "too old");
      },
    });
    const { name } = await engine.start();
    const first = engine.queue.take();
    if (!first) throw new Error("no message");
    const late = engine.run(first.message);
    await expect.poll(() => engine.runs).toEqual(["one"]);
    engine.clock.pass(1801); // so long that its job is held to be lost
    await engine.rescue();
    await engine.drain(1);
    open();
    await late;
    expect((await engine.machine()).lease?.job).toBe(name);
    expect(await engine.job(name)).toMatchObject({ state: "InProgress", errors: [] });
    expect((await engine.events.list({}, { size: 10 })).items).toEqual([]);
  });

  it.each([
    ["had ended", done, "Succeeded"],
    ["was suspended", (): StepOutcome => ({ type: "suspend", error: new FleetError("AccountStopped", "refused") }), "Suspended"],
  ] as const)("gives the machine back that a late worker took for a job that %s meanwhile", async (_how, one, state) => {
    const gate = openGate();
    const engine = await inGroup(await jobEngine({ one }));
    const { find } = engine.machines;
    const machines = { ...engine.machines, find: async (...ref: Parameters<typeof find>) => gate.passed.then(() => find(...ref)) };
    const { name } = await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const late = runJob({ ...engine, machines })(sent.message);
    await engine.run(sent.message);
    gate.open();
    await late;
    expect(await engine.job(name)).toMatchObject({ state });
    expect((await engine.machine()).lease).toBeUndefined();
    expect((await engine.groups.find("fabric", "sql"))?.value.heldBy).toBeUndefined();
  });

  it("gives the group back that a late worker took by a row that it had kept, of a job that had ended with the same message", async () => {
    const gate = openGate();
    const engine = await inGroup(await jobEngine({ one: done }));
    const jobs = keepJobs(engine.jobs);
    const { find } = engine.groups;
    const groups = { ...engine.groups, find: async (...of: Parameters<typeof find>) => gate.passed.then(() => find(...of)) };
    const { name } = await startJob({ ...engine, jobs })({ recipe: "update", target: { ...aMachine(), kind: "machine" }, input: {} });
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const late = runJob({ ...engine, jobs, groups })(sent.message);
    await expect.poll(async () => (await engine.machine()).lease?.job).toBe(name);
    await engine.run(sent.message);
    gate.open();
    await late;
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
    expect((await find("fabric", "sql"))?.value).toEqual({ fabric: "fabric", name: "sql" });
  });

  it.each(["comes again", "is poisoned"] as const)(
    "gives the group back that a late worker took alone before it died, when its message %s",
    async (how) => {
      const engine = await inGroup(await jobEngine({ one: done }));
      const { name } = await engine.start();
      await engine.drain();
      const { etag = "" } = (await engine.groups.find("fabric", "sql")) ?? {};
      await engine.groups.replace({ fabric: "fabric", name: "sql", heldBy: name }, etag);
      const { ticket } = await engine.job(name);
      await (how === "is poisoned" ? engine.poison : engine.run)({ jobName: name, ticket });
      expect((await engine.groups.find("fabric", "sql"))?.value.heldBy).toBeUndefined();
    },
  );

  it("gives back what a late worker took before it died, when its old message comes again", async () => {
    const engine = await jobEngine({ one: done, two: (run) => (run === 1 ? { type: "wait", seconds: 5, message: "" } : done()) });
    const { name } = await engine.start();
    await engine.drain();
    const found = await engine.machines.find(aMachine());
    if (!found) throw new Error("no machine");
    const lease = { job: name, token: found.value.lastToken + 1, takenAt: "2026-11-01T10:01:00.000Z" };
    await engine.machines.replace({ ...found.value, lease }, found.etag);
    await engine.run({ jobName: name, ticket: 1 });
    expect((await engine.machine()).lease).toBeUndefined();
  });

  it("tells of a suspension, and gives the machine back, when a worker died right after it had saved it", async () => {
    const engine = await jobEngine({ one: () => ({ type: "suspend", error: new FleetError("AccountStopped", "refused") }) });
    await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const machines = { ...engine.machines };
    machines.replace = async (machine, etag) => {
      if (!machine.lease) throw new Error("the process died");
      return engine.machines.replace(machine, etag);
    };
    await expect(runJob({ ...engine, machines })(sent.message)).rejects.toThrow("the process died");
    expect((await engine.machine()).lease).toBeDefined();
    await engine.run(sent.message);
    expect((await engine.machine()).lease).toBeUndefined();
    expect((await engine.events.list({}, { size: 10 })).items).toHaveLength(1);
  });

  it("writes what an ended job found, though an older message comes first after its worker died", async () => {
    const findings = {
      agent: { version: "9.62.7096.1", configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" },
      osTag: "RHEL9-64",
    } as const;
    const engine = await jobEngine({
      one: (run) => (run === 1 ? { type: "wait", seconds: 5, message: "" } : { type: "done", message: "", learned: { findings } }),
    });
    await engine.start();
    const first = engine.queue.take();
    if (!first) throw new Error("no message");
    await engine.run(first.message);
    const second = engine.queue.take();
    if (!second) throw new Error("no second message");
    const machines = { ...engine.machines };
    machines.replace = async (machine, etag) => {
      if (!machine.lease) throw new Error("the process died");
      return engine.machines.replace(machine, etag);
    };
    await expect(runJob({ ...engine, machines })(second.message)).rejects.toThrow("the process died");
    for (const { message } of [first, second]) await engine.run(message);
    const { osTag, lease } = await engine.machine();
    expect({ osTag, lease }).toEqual({ osTag: "RHEL9-64", lease: undefined });
  });

  it("gives the machine back when a worker died right after it had saved the end", async () => {
    const engine = await jobEngine({ one: done });
    await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const { replace } = engine.machines;
    engine.machines.replace = async (machine, etag) => {
      if (!machine.lease) throw new Error("the process died");
      return replace(machine, etag);
    };
    await expect(engine.run(sent.message)).rejects.toThrow("the process died");
    engine.machines.replace = replace;
    expect((await engine.machine()).lease).toBeDefined();
    await engine.run(sent.message);
    expect((await engine.machine()).lease).toBeUndefined();
  });

  it("keeps what an ended job found of its machine when another takes it over, because the worker died before it gave it back", async () => {
    const engine = await jobEngine({ one: () => ({ type: "done", message: "gone", learned: { unprotected: true } }) });
    const found = await engine.machines.find(aMachine());
    await engine.machines.replace(aMachine({ protectedItem: "web-01" }), found?.etag ?? "");
    await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const { replace } = engine.machines;
    engine.machines.replace = async (machine, etag) => {
      if (!machine.lease) throw new Error("the process died");
      return replace(machine, etag);
    };
    await expect(engine.run(sent.message)).rejects.toThrow("the process died");
    engine.machines.replace = replace;
    expect((await engine.machine()).protectedItem).toBe("web-01");
    await engine.start();
    await engine.drain();
    expect(await engine.machine()).not.toHaveProperty("protectedItem");
  });

  it("sends a job again whose worker died, and only when it is long overdue", async () => {
    const engine = await jobEngine({ one: (run) => (run === 1 ? { type: "wait", seconds: 10, message: "" } : done()) });
    const { name } = await engine.start();
    await engine.drain(1);
    engine.queue.take(); // lost
    expect(await engine.rescue()).toBe(0);
    engine.clock.pass(191);
    expect(await engine.rescue()).toBe(1);
    await engine.drain();
    expect((await engine.job(name)).state).toBe("Succeeded");
  });

  it("takes a job for queued, not for lost, while the queue is as far behind", async () => {
    const engine = await jobEngine({ one: done });
    await engine.start();
    engine.clock.pass(300);
    expect(await engine.rescue()).toBe(0);
    engine.queue.take(); // never sent
    expect(await engine.rescue()).toBe(1);
  });

  it("takes a job for lost whose message would have come before those that are next in the queue", async () => {
    const engine = await jobEngine({ one: done });
    await engine.machines.create(aMachine({ name: "machine-2", friendlyName: "web-02" }));
    const lost = await engine.start();
    engine.queue.take();
    engine.clock.pass(100);
    await engine.start({}, aMachine({ name: "machine-2", friendlyName: "web-02" }));
    engine.clock.pass(100);
    expect(await engine.rescue()).toBe(1);
    expect((await engine.job(lost.name)).ticket).toBe(2);
  });

  it("throws when the bookkeeping fails, so that the queue delivers again, and then ends well", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start();
    const sent = engine.queue.take();
    if (!sent) throw new Error("no message");
    const { replace } = engine.jobs;
    engine.jobs.replace = async () => {
      throw new FleetError("StorageUnavailable", "storage is away", { retryable: true });
    };
    await expect(engine.run(sent.message)).rejects.toMatchObject({ code: "StorageUnavailable" });
    engine.jobs.replace = replace;
    await engine.run(sent.message);
    expect((await engine.job(name)).state).toBe("Succeeded");
  });

  it("tells of a job that was given up for poison, and gives its machine back; told once, also where that was cut short", async () => {
    const engine = await jobEngine({ one: () => ({ type: "wait", seconds: 20, message: "" }) });
    const { name } = await engine.start();
    await engine.drain(1);
    expect((await engine.machine()).lease?.job).toBe(name);
    const { add } = engine.events;
    engine.events.add = () => Promise.reject(new FleetError("StorageUnavailable", "away", { retryable: true }));
    let last = engine.queue.take();
    for (let i = 0; i < 3 && last; i++) {
      await engine.poison(last.message);
      last = engine.queue.take();
    }
    const { message } = last ?? expect.unreachable();
    await expect(engine.poison(message)).rejects.toMatchObject({ code: "StorageUnavailable" });
    engine.events.add = add;
    await engine.poison(message);
    await engine.poison(message);
    expect((await engine.machine()).lease).toBeUndefined();
    expect((await engine.events.list({}, { size: 10 })).items).toMatchObject([{ code: "WorkerCrashed", job: name }]);
  });

  it("sends a poisoned message again three times, then holds the job to be the cause", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start();
    for (let i = 0; i < 3; i++) {
      const sent = engine.queue.take();
      expect((await engine.job(name)).state).toBe("NotStarted");
      if (sent) await engine.poison(sent.message);
    }
    const last = engine.queue.take();
    if (last) await engine.poison(last.message);
    expect(await engine.job(name)).toMatchObject({ state: "Failed", errors: [{ code: "WorkerCrashed" }] });
  });
});

describe("two jobs and one machine", () => {
  it("waits for its turn while another job is at work, and takes over when that one has ended", async () => {
    const engine = await jobEngine({ one: (run) => (run === 1 ? { type: "wait", seconds: 60, message: "" } : done()) });
    const first = await engine.start();
    await engine.drain(1);
    const again = engine.queue.take();
    await engine.jobs.create({
      ...(await engine.job(first.name)),
      name: "019a0000-0000-7000-8000-000000000002",
      recipe: "test",
      step: 0,
      tasks: [],
      state: "NotStarted",
      ticket: 1,
    });
    await engine.run({ jobName: "019a0000-0000-7000-8000-000000000002", ticket: 1 });
    expect(engine.queue.sent).toMatchObject([{ delaySeconds: 10 }]);
    expect((await engine.job("019a0000-0000-7000-8000-000000000002")).tasks[0]?.message).toContain("Waits for job");
    expect(engine.runs).toEqual(["one"]);
    if (again) await engine.run(again.message);
    await engine.drain();
    expect((await engine.job("019a0000-0000-7000-8000-000000000002")).state).toBe("Succeeded");
  });

  it("gives each lease a higher token, also after the tables were restored from an older copy", async () => {
    const engine = await jobEngine({ one: () => ({ type: "wait", seconds: 60, message: "" }) });
    await engine.start();
    await engine.drain(1);
    expect((await engine.machine()).lease?.token).toBeGreaterThanOrEqual(Date.parse("2026-11-01T10:00:00.000Z") / 1000);
  });
});

describe("a stop", () => {
  it("ends a job that has not begun without touching the machine", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start();
    await engine.stop(name);
    await engine.drain();
    expect(engine.runs).toEqual([]);
    expect((await engine.job(name)).state).toBe("Cancelled");
  });

  it("leaves the installer running and says so", async () => {
    const engine = await jobEngine({ run: changing(done), wait: () => ({ type: "wait", seconds: 600 - 1, message: "runs" }) });
    const { name } = await engine.start();
    await engine.drain(1);
    engine.remote.slot = { state: "running", run: { job: name, name: "install 9.62.7096.1" }, installation: "installation-1", elapsedSeconds: 40 };
    await engine.stop(name);
    await engine.drain();
    const job = await engine.job(name);
    expect(job.state).toBe("Cancelled");
    expect(job.tasks[1]?.message).toContain("goes on on the machine since 40 s");
    expect(engine.remote.cleared).toHaveLength(1); // raises the token there, so that a late launch is refused
    expect((await engine.machine()).lease).toBeUndefined();
  });

  it("is answered with the job itself when it has ended", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start();
    await engine.drain();
    expect((await engine.stop(name)).state).toBe("Succeeded");
  });
});

describe("the run-as account", () => {
  const refuse = async () => {
    throw new FleetError("LoginRefused", "password refused");
  };

  it("is not tried again on a machine that refused it", async () => {
    let logins = 0;
    const connect = async () => {
      logins += 1;
      return refuse();
    };
    const engine = await jobEngine({ one: done }, { connect });
    const first = await engine.start();
    await engine.drain();
    expect(await engine.job(first.name)).toMatchObject({ state: "Suspended", errors: [{ code: "LoginRefused" }] });
    expect((await engine.machine()).lease).toBeUndefined();
    await expect(engine.start()).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining("is suspended: password refused") });
    await engine.stop(first.name);
    await engine.drain();
    expect(await engine.job(first.name)).toMatchObject({ state: "Cancelled" });
    const second = await engine.start();
    await engine.drain();
    expect(await engine.job(second.name)).toMatchObject({ state: "Suspended", errors: [{ code: "AccountStopped", vendorCode: "EP0958" }] });
    expect(logins).toBe(1);
  });

  it.each([
    ["Linux", "EP0859", "journalctl"],
    ["Windows", "EP0858", "event logs"],
  ] as const)("is told to be refused as Azure Site Recovery says it on %s, and where the machine says why", async (osType, vendorCode, where) => {
    const engine = await jobEngine({ one: done }, { connect: refuse });
    const found = await engine.machines.find(aMachine());
    if (found) await engine.machines.replace({ ...found.value, osType }, found.etag);
    const { name } = await engine.start();
    await engine.drain();
    const error = { code: "LoginRefused", vendorCode, recommendedAction: expect.stringContaining(where) };
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", errors: [error] });
  });

  it("speaks of no lock-out on a machine that was never tried with the stopped account", async () => {
    const engine = await jobEngine({ one: done });
    const account = await engine.accounts.find("fabric", "1");
    if (account) await engine.accounts.replace({ ...account.value, stopped: true, refusedBy: ["another"] }, account.etag);
    const { name } = await engine.start();
    await engine.drain();
    const [error] = (await engine.job(name)).errors;
    expect(error).toMatchObject({ code: "AccountStopped" });
    expect(error).not.toHaveProperty("vendorCode");
  });

  it("lets a suspended job go on at its step once it was changed, with the new credential", async () => {
    const passwords: (string | undefined)[] = [];
    const engine = await jobEngine(
      { one: done, two: done },
      {
        connect: async ({ password }) => {
          passwords.push(password?.reveal());
          return password?.reveal() === "new" ? fakeRemote() : refuse();
        },
      },
    );
    const { name } = await engine.start();
    await engine.drain();
    expect((await engine.job(name)).state).toBe("Suspended");
    await resumeJob(engine)(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", errors: [{ code: "AccountStopped" }] });
    expect(passwords).toEqual(["pw"]); // resumed without a change, it is not tried again
    await changeRunAsAccount({ ...engine, doubts: memorySecretDoubts() }, anAccount(), { password: new Secret("new") });
    await resumeJob(engine)(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", errors: [] });
    expect(passwords).toEqual(["pw", "new"]);
    expect(engine.runs).toEqual(["one", "one", "one", "two"]);
    await expect(resumeJob(engine)(name)).rejects.toMatchObject({ code: "Conflict" });
  });

  it.each([
    ["a credential that cannot be used", "CredentialUnusable", undefined],
    ["a jump host that refused it", "JumpHostUnreachable", "LoginRefused"],
    ["a jump host that takes no such credential", "JumpHostUnreachable", "CredentialUnusable"],
  ] as const)("is not stopped for %s: the job waits, and goes on when it is resumed", async (_what, code, why) => {
    let refuses = true;
    const connect = async () => {
      if (refuses) throw new FleetError(code, "not so", why && { cause: new FleetError(why, "not so") });
      return fakeRemote();
    };
    const engine = await jobEngine({ one: done }, { connect });
    const { name } = await engine.start();
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", errors: [{ code }] });
    expect((await engine.accounts.find("fabric", "1"))?.value).toMatchObject({ stopped: false, refusedBy: [] });
    refuses = false; // the server was made to take it
    await resumeJob(engine)(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", errors: [] });
  });

  it("is missing when neither the call nor the machine names one", async () => {
    const engine = await jobEngine({ one: done });
    const { name } = await engine.start({ accountId: "99" });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", errors: [{ code: "AccountMissing" }] });
  });
});
