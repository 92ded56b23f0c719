import type { LentChunks } from "../core/lent-chunks.js";
import type { Secret } from "../core/secret.js";

/** How a staying command ended: `exitCode` is null when a signal ended it. */
export type CommandExit = Readonly<{ exitCode: number | null; signal?: string }>;

/** A result, also when the exit code is not 0; a connection that broke, or a signal that cut the command off, is an error instead. */
export type CommandResult = Printed & Readonly<{ exitCode: number }>;

/** `truncated`: output beyond the limit was dropped. */
export type Printed = Readonly<{ stdout: string; stderr: string; truncated: boolean }>;

export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024;

export type RunOptions = Readonly<{
  stdin?: string | Secret | LentChunks;
  /** Default 30,000. */
  timeoutMs?: number;
  /** Hears what it prints, while it runs. */
  printed?: (stream: "stdout" | "stderr", chunk: Buffer) => void;
  /** Of stdout and of stderr, each. Default 256 KiB; more is dropped and `truncated` set. */
  maxOutputBytes?: number;
  signal?: AbortSignal;
}>;

/** The public half of what the server proved to be. `sha256` as `ssh-keygen -l` prints it, without `SHA256:`. */
export type ShownHostKey = Readonly<{ type: string; sha256: string }>;

/** A command that stays: it is written to until it ends. */
export type StayingCommand = Readonly<{
  write(input: string | Secret): void;
  /** Closes its stdin; a shell ends then. */
  end(): void;
  kill(): void;
}>;

/** Who hears what a staying command does. */
export type CommandListener = Readonly<{
  printed(stream: "stdout" | "stderr", chunk: Buffer): void;
  /** Called once; without an exit status when the connection was lost. */
  ended(exit: CommandExit | undefined): void;
  /** The server opens no more sessions for other commands: one that nobody needs should end. */
  giveWay(): void;
  /** Gives up starting it. */
  signal: AbortSignal;
}>;

/** Files of a machine, as the connection itself writes them. */
export type RemoteFiles = Readonly<{
  /** Writes from this offset of a file that is there; gives the number of bytes written. */
  write(path: string, offset: number, chunks: LentChunks, signal: AbortSignal): Promise<number>;
  close(): void;
}>;

/** One open connection. A line is finished: nothing here quotes, or knows which shell reads it. Errors: ConnectionLost (retryable), CommandTimedOut. */
export interface Transport {
  readonly hostKey: ShownHostKey;
  readonly address: string;
  open(line: string, listener: CommandListener): Promise<StayingCommand>;
  run(line: string, options?: RunOptions): Promise<CommandResult>;
  /** Where it can write files without a command; undefined when the server does not let it. */
  files?(signal: AbortSignal): Promise<RemoteFiles | undefined>;
  /** How many bytes went over it so far, both ways, as they were encrypted; undefined where nobody counts them. */
  bytes?(): number;
  close(): Promise<void>;
}
