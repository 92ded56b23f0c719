import { NotYet } from "../../reach/not-yet.js";
import type { RunJobDeps } from "./run-deps.js";
import type { SharedContext } from "./step-context.js";

const WAIT_LOOKS = 2;

/** Throws NotYet while something is at work in the machine's run slot: until it has ended nobody can say how the machine is. */
export async function quietSlot({ timing }: RunJobDeps, { slotAtFirst }: SharedContext): Promise<void> {
  const slot = await slotAtFirst();
  if (slot.state === "running") throw new NotYet(WAIT_LOOKS * timing.pollSeconds, `Waits for "${slot.run.name}", which runs on the machine`);
}
