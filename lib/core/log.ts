export type LogFields = Readonly<Record<string, unknown>>;

/** A fixed message and the facts as fields. warn: someone should look; error: someone must act. */
export type Log = Readonly<{
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}>;

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** For what happens outside of any invocation: a host hears what its process prints. */
export const processLog: Log = console;
