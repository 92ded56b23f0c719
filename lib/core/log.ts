import { AsyncLocalStorage } from "node:async_hooks";

export type LogFields = Readonly<Record<string, unknown>>;

/** A fixed message and the facts as fields. warn: someone should look; error: someone must act. */
export type Log = Readonly<{
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}>;

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const ofInvocation = new AsyncLocalStorage<Log>();

/** Runs `work` so that `invocationLog` speaks for the invocation it belongs to: the host adds function and invocation id. */
export const withLog = <T>(log: Log, work: () => T): T => ofInvocation.run(log, work);

/** The log of the invocation that is at work; what is said outside of one is lost. */
export const invocationLog: Log = {
  debug: (message, fields) => ofInvocation.getStore()?.debug(message, fields),
  info: (message, fields) => ofInvocation.getStore()?.info(message, fields),
  warn: (message, fields) => ofInvocation.getStore()?.warn(message, fields),
  error: (message, fields) => ofInvocation.getStore()?.error(message, fields),
};
