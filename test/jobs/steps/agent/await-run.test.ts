import { expect, it } from "vitest";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import type { MachineContext } from "../../../../lib/jobs/engine/step.js";
import type { Job } from "../../../../lib/jobs/job.js";
import { awaitRun } from "../../../../lib/jobs/steps/agent/await-run.js";
import type { LogRange, Look } from "../../../../lib/remote/machine.js";
import { memoryJobLogs } from "../../../store/memory/memory-job-logs.js";
import { handClock, timing } from "../../engine/engine.js";

const NAME = "install 9.62.7096.1";
const step = awaitRun({ name: "await-installer", title: "Waiting" }, "install");

/** A machine whose installer prints a line a second and ends after so many seconds. */
function installing(seconds: number) {
  const clock = handClock();
  const begin = clock.now().getTime();
  const looks: number[] = [];
  const store = memoryJobLogs();
  let writes = 0;
  const jobLogs: typeof store = {
    ...store,
    write: (...part) => {
      writes++;
      return store.write(...part);
    },
  };
  const look = async ({ offset }: LogRange): Promise<Look> => {
    const elapsedSeconds = Math.floor((clock.now().getTime() - begin) / 1000);
    looks.push(elapsedSeconds);
    const printed = "0123456\n".repeat(Math.min(elapsedSeconds, seconds));
    const log = { text: printed.slice(offset), from: offset, next: printed.length, size: printed.length };
    const slot = { run: { job: "job-1", name: NAME }, installation: "i", log };
    return elapsedSeconds < seconds ? { state: "running", ...slot, elapsedSeconds } : { state: "ended", ...slot, exitCode: 0 };
  };
  const remote = async () => ({ look, logTail: async () => "" });
  let learned: Job["learned"] = { runs: { [NAME]: { launchedAt: clock.now().toISOString() } } };
  let reports = 0;
  let leaving = false;
  const report: MachineContext["report"] = async (_message, more) => {
    reports++;
    learned = { ...learned, ...more };
  };
  const run = async () => {
    const job = { name: "job-1", learned, createdTime: clock.now().toISOString() };
    const given = { remote, clock, timing, jobLogs, report, registrationSecret: async () => undefined, isLeaving: () => leaving };
    const platform = () => platformOf("Linux");
    const context = { job, platform, hop: { version: "9.62.7096.1" }, signal: new AbortController().signal, ...given };
    const outcome = await step.run(context as unknown as MachineContext); // the step reads nothing else
    if (outcome.type === "done" || outcome.type === "wait") learned = { ...learned, ...outcome.learned };
    if (outcome.type === "wait") clock.pass(outcome.seconds);
    return outcome;
  };
  return {
    run,
    looks,
    leave: () => {
      leaving = true;
    },
    text: async () => (await store.read("job-1", 0, 100_000)).text,
    writes: () => writes,
    reports: () => reports,
    runOf: () => learned.runs?.[NAME],
  };
}

it("keeps the log of a quick installer with one write, in one turn", async () => {
  const machine = installing(2);
  expect(await machine.run()).toMatchObject({ type: "done" });
  expect(machine.writes()).toBe(1);
  expect(await machine.text()).toBe(`--- ${NAME} ---\n${"0123456\n".repeat(2)}`);
  expect(machine.runOf()).toMatchObject({ exitCode: 0 });
  expect(machine.reports()).toBe(0);
});

it("needs one turn and a handful of writes for an installer of 20 seconds, and says meanwhile that it runs", async () => {
  const machine = installing(20);
  expect(await machine.run()).toMatchObject({ type: "done" });
  expect(machine.writes()).toBeLessThanOrEqual(5);
  expect(machine.reports()).toBe(2);
  expect(await machine.text()).toBe(`--- ${NAME} ---\n${"0123456\n".repeat(20)}`);
});

it("leaves its place to others once a run is older than the budget, and looks now and then", async () => {
  const machine = installing(90);
  const turns = [];
  for (let outcome = await machine.run(); outcome.type === "wait"; outcome = await machine.run()) turns.push(outcome.seconds);
  expect(turns.slice(0, 3)).toEqual([10, 10, 10]);
  expect(machine.looks.filter((second) => second > 40 && second < 85).length).toBeLessThanOrEqual(5);
  expect(await machine.text()).toBe(`--- ${NAME} ---\n${"0123456\n".repeat(90)}`);
});

it("waits for a machine whose restart ended the command that asked for it, and no longer than a machine goes down", async () => {
  const clock = handClock();
  const [name, launchedAt] = ["restart", clock.now().toISOString()];
  const look = async (): Promise<Look> => ({ state: "lost", run: { job: "job-1", name }, installation: "i", reason: "gone" });
  const job = { name: "job-1", learned: { runs: { [name]: { launchedAt } } }, createdTime: launchedAt };
  const remote = async () => ({ look, logTail: async () => "" });
  const context = {
    job,
    remote,
    clock,
    timing,
    jobLogs: memoryJobLogs(),
    signal: new AbortController().signal,
    registrationSecret: async () => undefined,
    platform: () => platformOf("Linux"),
  };
  const restart = awaitRun({ name: "await-restart", title: "Waiting" }, "restart");
  const looked = () => restart.run(context as unknown as MachineContext); // the step reads nothing else
  expect(await looked()).toMatchObject({ type: "wait", message: "The machine is going down" });
  clock.pass(200);
  expect(await looked()).toMatchObject({ type: "done", learned: { runs: { [name]: { lost: "its process is gone" } } } });
});

it("tells the installer's last words when it runs too long", async () => {
  const machine = installing(4000);
  const untilItFails = async () => {
    for (;;) await machine.run();
  };
  await expect(untilItFails()).rejects.toMatchObject({ code: "InstallerTimedOut" });
});

it("gives a run that goes on to others at once when its process is about to end", async () => {
  const machine = installing(20);
  machine.leave();
  expect(await machine.run()).toMatchObject({ type: "wait", seconds: 0 });
  expect(machine.looks).toHaveLength(1);
});

/** A step on a machine that answers each look in its own way; a look takes a second of our clock. */
function onMachine(look: (range: LogRange, looks: number) => Look) {
  const clock = handClock();
  let looks = 0;
  const jobLogs = memoryJobLogs();
  const remote = async () => ({
    look: async (range: LogRange) => {
      clock.pass(1);
      return look(range, ++looks);
    },
    logTail: async () => "",
  });
  const job = { name: "job-1", learned: { runs: { [NAME]: { launchedAt: clock.now().toISOString() } } }, createdTime: clock.now().toISOString() };
  const given = { remote, clock, timing, jobLogs, report: async () => {}, registrationSecret: async () => undefined, isLeaving: () => false };
  const context = { job, platform: () => platformOf("Linux"), hop: { version: "9.62.7096.1" }, signal: new AbortController().signal, ...given };
  return { clock, jobLogs, run: () => step.run(context as unknown as MachineContext) }; // the step reads nothing else
}

const SLOT = { run: { job: "job-1", name: NAME }, installation: "i" };

it("stays no longer than its budget at a machine whose time stands still", async () => {
  const { clock, run } = onMachine(() => ({ state: "running", ...SLOT, elapsedSeconds: 0 }));
  const begin = clock.now().getTime();
  expect(await run()).toMatchObject({ type: "wait" });
  expect(clock.now().getTime() - begin).toBeLessThanOrEqual(timing.runBudgetMs);
});

it.each(["running", "ended"] as const)("gives up reading a log without end by its own clock, while the run is %s", async (state) => {
  const { clock, run } = onMachine(({ offset }) => {
    const log = { text: `${"x".repeat(60_000)}\n`, from: offset, next: offset + 60_001, size: Number.MAX_SAFE_INTEGER };
    return state === "running" ? { state, ...SLOT, elapsedSeconds: 1, log } : { state, ...SLOT, exitCode: 0, log };
  });
  const begin = clock.now().getTime();
  expect(await run()).toMatchObject({ type: state === "running" ? "wait" : "done" });
  expect(clock.now().getTime() - begin).toBeLessThanOrEqual(timing.runBudgetMs);
});

it("shows in the job's log what would steer a terminal", async () => {
  const { jobLogs, run } = onMachine(() => ({
    state: "ended",
    ...SLOT,
    exitCode: 0,
    log: { text: "\u001b]0;owned\u0007a\r\n\u202egpj\n", from: 0, next: 20, size: 20 },
  }));
  await run();
  expect((await jobLogs.read("job-1", 0, 1000)).text).toBe(`--- ${NAME} ---\n\\u{1b}]0;owned\\u{7}a\n\\u{202e}gpj\n`);
});
