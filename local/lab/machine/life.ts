import { FleetError } from "../../../lib/core/errors.js";
import type { Endpoint } from "../door/front-door.js";
import type { Box } from "./box.js";

/** From one start of any machine to its end. */
export type AnyLife = Readonly<{ box: Pick<Box, "ended" | "kill">; close(): Promise<void> }>;

/** From one start of a Linux machine to its end. */
export type Life = Readonly<{ box: Box; bootId: string; place: Endpoint; close(): Promise<void> }>;

export type Lives<L extends AnyLife = Life> = Readonly<{
  /** The present life; waits for a restart that is under way. Errors: MachineUnreachable when the machine is off. */
  now(): Promise<L>;
  /** The latest life, also when it has ended. */
  latest(): L;
  start(): Promise<void>;
  crash(): Promise<void>;
}>;

/** Starts a machine, and starts it again whenever it ends by itself and `wantsRestart` says so. */
export async function live<L extends AnyLife>(begin: () => Promise<L>, wantsRestart: () => Promise<boolean>): Promise<Lives<L>> {
  let latest = await begin();
  let present: Promise<L | null> = Promise.resolve(latest);
  const watch = (life: L) => void life.box.ended.then(() => whenEnded(life));
  const beginAndWatch = async () => {
    latest = await begin();
    watch(latest);
    return latest;
  };
  const whenEnded = async (life: L) => {
    if ((await present) !== life) return; // the lab itself ended it
    const closed = Promise.all([life.box.kill(), life.close()]);
    present = closed.then(async () => ((await wantsRestart()) ? beginAndWatch() : null));
    present.catch(() => {}); // whoever asks for the machine next is told
  };
  watch(latest);
  return {
    latest: () => latest,
    now: async () => {
      const life = await present;
      if (!life) throw new FleetError("MachineUnreachable", "The lab machine is off; call start()");
      return life;
    },
    start: async () => {
      if (!(await present)) present = beginAndWatch();
      await present;
    },
    crash: async () => {
      const life = await present;
      present = Promise.resolve(null);
      await life?.box.kill();
      await life?.close();
    },
  };
}
