import type { Readable } from "node:stream";
import type { Command } from "../core/command.js";
import type { Secret } from "../core/secret.js";

/** A result, also when the exit code is not 0; a connection that broke is an error instead. */
export type CommandResult = Readonly<{
  /** null when a signal ended the command */
  exitCode: number | null;
  signal?: string;
  stdout: string;
  stderr: string;
  /** True when output beyond the limit was dropped. */
  truncated: boolean;
}>;

export type RunOptions = Readonly<{
  stdin?: string | Secret | Readable;
  /** Default 30,000. */
  timeoutMs?: number;
  /** Of stdout and of stderr, each. Default 256 KiB; more is dropped and `truncated` set. */
  maxOutputBytes?: number;
  signal?: AbortSignal;
}>;

/** The public half of what the server proved to be. `sha256` as `ssh-keygen -l` prints it, without `SHA256:`. */
export type ShownHostKey = Readonly<{ type: string; sha256: string }>;

/** One open connection. Errors: ConnectionLost (retryable), CommandTimedOut. */
export interface Transport {
  readonly hostKey: ShownHostKey;
  run(command: Command, options?: RunOptions): Promise<CommandResult>;
  close(): Promise<void>;
}
