import { FleetError } from "../../core/errors.js";
import type { Job } from "../job.js";
import type { BatchWindow } from "../job-input.js";

/** Nothing is begun any more. */
export const isOver = ({ notAfter }: Pick<BatchWindow, "notAfter">, now: Date): boolean =>
  notAfter !== undefined && now.getTime() > Date.parse(notAfter);

/** The child of a batch has not begun its first step, and may not any more. It may have waited for others at the machine until now. */
export const missedWindow = ({ step, tasks, input }: Pick<Job, "step" | "tasks" | "input">, now: Date): boolean =>
  step === 0 && tasks[0]?.startTime === undefined && isOver(input, now);

/** A message that is to come later than this comes in several parts: a queue holds one back for seven days at most. */
const LONGEST_WAIT_SECONDS = 6 * 24 * 3600;

/** For how many seconds nobody need look whether the window is open; 0 when it is. */
export function secondsUntil({ notBefore }: Pick<BatchWindow, "notBefore">, now: Date): number {
  const leftMs = notBefore === undefined ? 0 : Date.parse(notBefore) - now.getTime();
  return Math.min(Math.max(0, Math.ceil(leftMs / 1000)), LONGEST_WAIT_SECONDS);
}

/** What a batch does, and before its window for what it waits. */
export const untilWindow = (window: BatchWindow, now: Date, message: string): string =>
  secondsUntil(window, now) > 0 ? `Waits for its window, which begins at ${window.notBefore}: ${message}` : message;

/** Why a machine, or many, were left. */
export const windowEnded = ({ notAfter }: Pick<BatchWindow, "notAfter">, what: string): FleetError =>
  new FleetError("WindowEnded", `The window of the batch ended at ${notAfter}, before ${what}`);
