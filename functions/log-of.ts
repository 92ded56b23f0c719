import type { InvocationContext } from "@azure/functions";
import type { Log, LogFields } from "../lib/core/log.js";

/** A log that speaks for one invocation: what is said there carries its function and its id. */
export function logOf(context: Pick<InvocationContext, keyof Log>): Log {
  const say = (level: keyof Log) => (message: string, fields?: LogFields) => (fields ? context[level](message, fields) : context[level](message));
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}
