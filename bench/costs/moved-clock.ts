import { runJob } from "../../lib/jobs/engine/run-job.js";
import { simulatedQueue } from "../../proof/fleet/simulated-queue.js";
import { simulatedProcess } from "../../proof/time/process.js";
import { simulatedTime } from "../../proof/time/simulated-time.js";
import { jobDeps, type Rows } from "../scale/simulated-fleet.js";

/** How long a call takes: of storage within a region; a login, and whatever else a machine is asked. */
export type TakesMs = Readonly<Record<"storage" | "login" | "machine", number>>;

/** As over a line of this round trip, which a login waits for 9 times and a script twice; those of a near machine take 250 and 60 ms. */
export const takesMs = (roundTripMs = 0): TakesMs => ({ storage: 5, login: 250 + 9 * roundTripMs, machine: 60 + 2 * roundTripMs });
const LONGEST_MS = 3_600_000;

/** One host on real rows, whose time, queue and machines are simulated: hours pass in seconds. */
export function movedClock({ stores }: Rows, { installerSeconds, takes }: Readonly<{ installerSeconds: number; takes: TakesMs }>) {
  const time = simulatedTime(Date.now());
  const process = simulatedProcess({
    time,
    decide: ({ on, name }) => ({ answersMs: on === "machine" ? takes[name === "connect" ? "login" : "machine"] : takes.storage }),
  });
  const messages = { received: 0, ended: 0 };
  const queue = simulatedQueue({
    time,
    receive: (message) => {
      messages.received += 1;
      const turn = process.turn(() => run(message)).then(() => "done" as const);
      return turn.finally(() => {
        messages.ended += 1;
      });
    },
    poisoned: ({ jobName }) => {
      throw new Error(`the message of ${jobName} was given up`);
    },
  });
  const reached = Object.fromEntries(Object.entries(stores).map(([name, store]) => [name, process.of(name, store, "real")])) as Rows["stores"]; // the same names
  const bare = jobDeps(reached, { queue: process.of("queue", queue.port), clock: process.clock, installerSeconds });
  const connect: typeof bare.connect = (...given) =>
    process.call("machine", "connect", async () => process.of("machine", await bare.connect(...given)));
  const deps = { ...bare, connect };
  const run = runJob(deps);
  const until = (isOver: () => boolean) =>
    time.run({ isOver, isBusy: process.isBusy, isComputing: process.isComputing, latest: time.now() + LONGEST_MS });
  return {
    deps,
    now: time.now,
    received: () => messages.received,
    /** Lets everything happen until no message is left. */
    runOut: () => until(() => messages.ended === messages.received && queue.isEmpty()),
    /** Work outside of any message. */
    async within<T>(work: () => Promise<T>): Promise<T> {
      let isOver = false;
      const working = process.turn(work).finally(() => {
        isOver = true;
      });
      await until(() => isOver);
      return working;
    },
  };
}
