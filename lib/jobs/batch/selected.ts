import type { StepOutcome } from "../engine/step.js";
import type { BatchProgress } from "../learned.js";

/** The outcome of a selection when all members are written. */
export function selected({ cursor: _read, ...progress }: BatchProgress): StepOutcome {
  const message = progress.total === 1 ? "1 machine" : `${progress.total} machines`;
  return { type: "done", message, learned: { batch: { ...progress, selected: true } } };
}

/** The outcome of a selection that goes on in the next invocation. */
export const soFar = (batch: BatchProgress): StepOutcome => ({ type: "wait", seconds: 0, message: inShort(batch), learned: { batch } });

export const inShort = ({ total }: BatchProgress): string => `${total} machines so far`;
