import { FleetError, hasCode } from "../../core/errors.js";
import type { RetiredMachine } from "../../fleet/machines/inventory.js";
import { removeMachine } from "../control/remove-machine.js";
import type { FleetStep, FleetStepContext } from "../engine/step.js";
import type { ImportProgress } from "../learned.js";
import { inventoryOf, inWords, NONE } from "./import-steps.js";

type Context = FleetStepContext<"import-inventory">;

const MOST_WARNINGS = 20;

/** Removes the machines that the file has no more. One that came into use since the call is kept, and told of. Nothing contacts a machine. */
export const retireMachines: FleetStep<"import-inventory"> = {
  name: "retire-machines",
  title: "Removing machines that the file has no more",
  changes: true,
  deadlineSeconds: 6 * 3600,
  run: async (context) => {
    const { job, hasTime } = context;
    const { retire = [] } = await inventoryOf(context);
    let progress = job.learned.import ?? NONE;
    let warnings = job.learned.warnings ?? [];
    for (let at = progress.retireCursor ?? 0; at < retire.length; at++) {
      const machine = retire[at];
      const kept = machine && (await retireMachine(context, machine));
      progress = after(progress, kept !== undefined);
      warnings = withWarning(warnings, kept, progress);
      const learned = { import: progress, ...(warnings.length > 0 && { warnings }) };
      await context.report(inWords(progress), learned);
      if (!hasTime()) return { type: "wait", seconds: 0, message: inWords(progress), learned };
    }
    return { type: "done", message: inWords(progress), learned: { import: progress, ...(warnings.length > 0 && { warnings }) } };
  },
};

const after = (progress: ImportProgress, isKept: boolean): ImportProgress => ({
  ...progress,
  retireCursor: (progress.retireCursor ?? 0) + 1,
  retired: (progress.retired ?? 0) + (isKept ? 0 : 1),
  kept: (progress.kept ?? 0) + (isKept ? 1 : 0),
});

function withWarning(warnings: readonly string[], kept: string | undefined, { kept: n = 0 }: ImportProgress): string[] {
  if (kept === undefined || n > MOST_WARNINGS) return [...warnings];
  return [...warnings, n === MOST_WARNINGS ? "Further machines were kept because they are in use" : kept];
}

/** Why the machine is kept; undefined when it is gone. */
async function retireMachine({ fleet }: Context, machine: RetiredMachine): Promise<string | undefined> {
  try {
    await removeMachine(fleet, machine);
    return undefined;
  } catch (error) {
    if (hasCode(error, "ResourceNotFound")) return undefined;
    if (error instanceof FleetError && error.code === "Conflict") return `${machine.friendlyName} was kept: ${error.message}`;
    throw error;
  }
}
