import type { RpcLogLevel } from "../app/core-types.js";

export type HostLogEntry = Readonly<{
  time: Date;
  level: RpcLogLevel;
  /** host: this host; system: the library or the worker's side; user: the app's own lines. */
  category: "host" | "system" | "user";
  message: string;
  functionName?: string;
  invocationId?: string;
}>;
export type HostLogSink = (entry: HostLogEntry) => void;
export type About = Readonly<{ functionName?: string; invocationId?: string }>;

/** What the host says, line by line, of a function and an invocation where there is one. */
export type HostLog = Readonly<{
  write(level: RpcLogLevel, category: HostLogEntry["category"], message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  about(about: About): HostLog;
}>;

const LEVELS: readonly RpcLogLevel[] = ["trace", "debug", "information", "warning", "error", "critical", "none"];

/** A log that gives lines of the least level and above to a sink. */
export function hostLog(sink: HostLogSink, least: RpcLogLevel, about: About = {}): HostLog {
  const floor = LEVELS.indexOf(least);
  const write: HostLog["write"] = (level, category, message) => {
    if (LEVELS.indexOf(level) >= floor && level !== "none") sink({ time: new Date(), level, category, message, ...about });
  };
  return {
    write,
    debug: (message) => write("debug", "host", message),
    info: (message) => write("information", "host", message),
    warn: (message) => write("warning", "host", message),
    error: (message) => write("error", "host", message),
    about: (more) => hostLog(sink, least, { ...about, ...more }),
  };
}

/** A word of host.json or of a caller as a level; anything else is information. */
export function logLevelOf(word: unknown): RpcLogLevel {
  return LEVELS.find((level) => level === String(word).toLowerCase()) ?? "information";
}

/** The message of anything that was thrown, without its stack. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
