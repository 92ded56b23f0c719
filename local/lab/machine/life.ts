import { FleetError } from "../../../lib/core/errors.js";
import type { Endpoint } from "../door/front-door.js";
import type { Box } from "./box.js";

/** From one start of a machine to its end. */
export type Life = Readonly<{ box: Box; bootId: string; place: Endpoint; close(): Promise<void> }>;

export type Lives = Readonly<{
  /** The present life; waits for a restart that is under way. Errors: MachineUnreachable when the machine is off. */
  now(): Promise<Life>;
  /** The latest life, also when it has ended. */
  latest(): Life;
  start(): Promise<void>;
  crash(): Promise<void>;
}>;

/** Starts a machine, and starts it again whenever it ends by itself and `wantsRestart` says so. */
export async function live(begin: () => Promise<Life>, wantsRestart: () => Promise<boolean>): Promise<Lives> {
  let latest = await begin();
  let present: Promise<Life | null> = Promise.resolve(latest);
  const watch = (life: Life) => void life.box.ended.then(() => whenEnded(life));
  const beginAndWatch = async () => {
    latest = await begin();
    watch(latest);
    return latest;
  };
  const whenEnded = async (life: Life) => {
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
