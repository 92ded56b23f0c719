import type { Log, LogFields } from "../lib/core/log.js";
import { logOf } from "./log-of.js";

/**
 * The log of a start, when there is no invocation yet. The host reads the standard output then, where a line is information, and the standard
 * error, where it rates each line by its words: one with "warn" is a warning, one with "error" an error, any other information.
 */
export const startLog: Log = {
  debug: (message, fields) => out.debug(line("", message, fields)),
  info: (message, fields) => out.info(line("", message, fields)),
  warn: (message, fields) => out.warn(line("warning: ", message, fields)),
  error: (message, fields) => out.error(line("error: ", message, fields)),
};

const out = logOf(console);

const line = (level: string, message: string, fields?: LogFields): string =>
  `${level}${message}${fields ? ` ${JSON.stringify(fields)}` : ""}`.replace(/[\r\n]+/g, " ");
