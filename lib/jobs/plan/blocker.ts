import { describeError } from "../../agents/errors/describe-error.js";
import type { MachineErrorCode } from "../../core/errors.js";

/** One thing that is in the way of an update, and its cure. */
export type Blocker = Readonly<{ code: MachineErrorCode; message: string; recommendedAction: string }>;

/** With the cure that goes with the code, unless there is a better one. */
export const blocker = (code: MachineErrorCode, message: string, cure?: string): Blocker => ({
  code,
  message,
  recommendedAction: cure ?? describeError(code).recommendedAction,
});
