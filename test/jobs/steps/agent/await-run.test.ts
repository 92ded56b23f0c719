import { expect, it } from "vitest";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import type { MachineContext } from "../../../../lib/jobs/engine/step.js";
import type { Job } from "../../../../lib/jobs/job.js";
import { awaitRun } from "../../../../lib/jobs/steps/agent/await-run.js";
import type { LogRange, Look } from "../../../../lib/remote/machine.js";
import { memoryInstallers } from "../../../store/memory/memory-installers.js";
import { memoryJobLogs } from "../../../store/memory/memory-job-logs.js";
import { handClock, timing } from "../../engine/engine.js";

const NAME = "install 9.62.7096.1";
const step = awaitRun({ name: "await-installer", title: "Waiting" }, "install");

/** A machine whose installer prints a line a second and ends after so many seconds; `installers` know how long others took. */
function installing(seconds: number, installers = memoryInstallers(), exitCode = 0) {
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
    return elapsedSeconds < seconds ? { state: "running", ...slot, elapsedSeconds } : { state: "ended", ...slot, exitCode, elapsedSeconds: seconds };
  };
  const remote = async () => ({ look, logTail: async () => "" });
  let learned: Job["learned"] = { osTag: "RHEL8-64", runs: { [NAME]: { launchedAt: clock.now().toISOString() } } };
  let leaving = false;
  const run = async () => {
    const job = { name: "job-1", learned, createdTime: clock.now().toISOString() };
    const given = { remote, clock, timing, jobLogs, installers, registrationSecret: async () => undefined, isLeaving: () => leaving };
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
    pass: clock.pass,
    leave: () => {
      leaving = true;
    },
    text: async () => (await store.read("job-1", 0, 100_000)).text,
    writes: () => writes,
    runOf: () => learned.runs?.[NAME],
  };
}

it("keeps the log of a quick installer with one write, in one turn", async () => {
  const machine = installing(2);
  expect(await machine.run()).toMatchObject({ type: "done" });
  expect(machine.writes()).toBe(1);
  expect(await machine.text()).toBe(`--- ${NAME} ---\n${"0123456\n".repeat(2)}`);
  expect(machine.runOf()).toMatchObject({ exitCode: 0 });
});

/** The waits between the turns of a job whose installer runs so long. */
async function waits(machine: ReturnType<typeof installing>): Promise<number[]> {
  const turns: number[] = [];
  for (let outcome = await machine.run(); outcome.type === "wait"; outcome = await machine.run()) turns.push(outcome.seconds);
  return turns;
}

it("holds nobody while an installer runs, and looks in growing steps while nothing is known of such installers", async () => {
  const machine = installing(120);
  const turns = await waits(machine);
  expect(turns.slice(0, 3)).toEqual([5, 5, 5]);
  expect(turns.at(-1)).toBe(12);
  expect(machine.looks.at(-1)).toBeLessThanOrEqual(132);
  expect(machine.looks.length).toBeLessThanOrEqual(22);
  expect(await machine.text()).toBe(`--- ${NAME} ---\n${"0123456\n".repeat(120)}`);
});

it("comes back when such installers have usually ended, and looks once", async () => {
  const installers = memoryInstallers();
  await waits(installing(120, installers));
  const second = installing(120, installers);
  expect(await waits(second)).toEqual([121]);
  expect(second.looks).toEqual([121]);
  expect(await second.text()).toBe(`--- ${NAME} ---\n${"0123456\n".repeat(120)}`);
});

it("learns from every code of success how long such installers take, and from none of failure", async () => {
  const installers = memoryInstallers();
  const known = async () => (await installers.runTimes({ what: "install", osTag: "RHEL8-64", version: "9.62.7096.1" })).seconds;
  await waits(installing(3, installers, 2));
  expect(await known()).toEqual([]);
  await waits(installing(120, installers, 98));
  expect(await known()).toEqual([120]);
});

it("looks in growing steps at one that takes longer than others, and stays for one that is about to end", async () => {
  const installers = memoryInstallers();
  await installers.putRunTimes({ what: "install", osTag: "RHEL8-64", version: "9.62.7096.1", seconds: [118, 120, 300] });
  expect(await waits(installing(150, installers))).toEqual([121, 13, 14, 15]);
  await installers.putRunTimes({ what: "install", osTag: "RHEL8-64", version: "9.62.7096.1", seconds: [4] });
  expect(await waits(installing(4, installers))).toEqual([]);
});

it("looks at a run that is taken up later by another invocation, whatever is known of such runs", async () => {
  const installers = memoryInstallers();
  await installers.putRunTimes({ what: "install", osTag: "RHEL8-64", version: "9.62.7096.1", seconds: [120] });
  const machine = installing(20, installers);
  machine.pass(30);
  expect(await machine.run()).toMatchObject({ type: "done" });
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
  const given = {
    remote,
    clock,
    timing,
    jobLogs,
    report: async () => {},
    registrationSecret: async () => undefined,
    isLeaving: () => false,
    installers: memoryInstallers(),
  };
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
