import type { Command } from "../core/command.js";
import type { LentChunks } from "../core/lent-chunks.js";
import type { Secret } from "../core/secret.js";
import type { CommandResult, ShownHostKey } from "./transport.js";

/** How to reach a machine and what to expect of it. */
export type SshTarget = Readonly<{
  address: string;
  port: number;
  userName: string;
  password?: Secret;
  privateKey?: Secret;
  privateKeyPassphrase?: Secret;
  /** The pinned key, when there is one. */
  hostKeySha256?: string;
  hostKeyType?: string;
  /** What the machine's shell understands: its dialect. */
  speaks?: "posix" | "powershell";
  legacySsh: boolean;
  /** May a key that is not on record be accepted? The caller then records `hostKey`. */
  acceptUnknownHostKey: boolean;
  connectTimeoutMs: number;
  /** The way leads through this server: its key is pinned always, and its login is one of its own. */
  jump?: JumpTarget;
}>;

/** How bytes get to a machine. `WinRmHttp` is sealed by NTLM alone: it has no certificate that could be pinned. */
export const TRANSPORTS = ["Ssh", "WinRmHttps", "WinRmHttp"] as const;
export type TransportKind = (typeof TRANSPORTS)[number];

/** A machine that is reached over SSH unless it is said otherwise; `hostKeySha256` is that of its certificate over WinRM. */
export type MachineTarget = SshTarget & Readonly<{ transport?: TransportKind }>;

export type JumpTarget = Readonly<{
  name: string;
  address: string;
  port: number;
  userName: string;
  password?: Secret;
  privateKey?: Secret;
  privateKeyPassphrase?: Secret;
  hostKeySha256: string;
}>;

export type ScriptOptions = Readonly<{
  args?: readonly string[];
  /** Reach the script as shell variables over stdin: never in `ps`, never in a file. */
  secrets?: Readonly<Record<string, Secret>>;
  timeoutMs?: number;
  maxOutputBytes?: number;
  signal?: AbortSignal;
}>;

/** Which installation acts, and with which token; the machine refuses a token older than one that it has seen (Fenced). */
export type Fence = Readonly<{ installation: string; token: number }>;

/** One detached run: the job, and what it does (`install 9.62.7096.1`, `register`). */
export type RunId = Readonly<{ job: string; name: string }>;

export type RunState =
  | Readonly<{ state: "none" }>
  | Readonly<{ state: "running"; run: RunId; installation: string; elapsedSeconds: number }>
  /** `elapsedSeconds`: how long it took, where the machine knows that. */
  | Readonly<{ state: "ended"; run: RunId; installation: string; exitCode: number; elapsedSeconds?: number }>
  /** The process is gone and left no exit status: killed, or the machine was restarted. */
  | Readonly<{ state: "lost"; run: RunId; installation: string; reason: "rebooted" | "gone" }>;

/** After a launch; `absent`: the file that the run needs is not in the cache, or is another one. Nothing was started. */
export type LaunchState = RunState | Readonly<{ state: "absent" }>;

/** From which byte of its log, and how many at the most; `waitSeconds`: when the run goes on, look only as soon as it is over, or then. */
export type LogRange = Readonly<{ offset: number; bytes: number; waitSeconds?: number }>;

/**
 * Whole lines of a run's log, its unfinished last one only when the run is over. `next` is where to read on; a log that was cut is read
 * from its beginning, `from` tells. A line longer than the range is left out, and a note is in its place.
 */
export type LogPart = Readonly<{ text: string; from: number; next: number; size: number }>;

export type Look = RunState & Readonly<{ log?: LogPart }>;

/** What runs detached: POSIX sh text, its arguments, and files that only root may read while it runs. */
export type DetachedRun = Readonly<{
  run: RunId;
  script: string;
  args: readonly string[];
  /** Written 0600 into the run folder (the script gets the folder as $MF_RUN), removed when the run ends, however it ends. */
  secretFiles?: Readonly<Record<string, Secret>>;
  /** A staged file that must be in the cache, unchanged. */
  cached?: Pick<StagedFile, "sha256" | "sizeBytes">;
}>;

export type StagedFile = Readonly<{ sha256: string; sizeBytes: number; lend(offset: number, signal: AbortSignal): LentChunks }>;
export type StageState = Readonly<{ ready: true; path: string; sentBytes: number } | { ready: false; receivedBytes: number; sentBytes: number }>;

/** A connected machine on which scripts run as root: as the root user, or by sudo. */
export interface RemoteMachine {
  readonly hostKey: ShownHostKey;
  /** Runs POSIX sh text as root (`/bin/sh -s`, the text over stdin). Errors: RootRequired, CommandTimedOut, ConnectionLost. */
  script(text: string, options?: ScriptOptions): Promise<CommandResult>;
  /** Runs a command as the login user. */
  run(command: Command, options?: Readonly<{ timeoutMs?: number; signal?: AbortSignal }>): Promise<CommandResult>;
  /**
   * Brings a file into root's cache, going on where an earlier call stopped, for at most `budgetMs`.
   * Errors: NotEnoughSpace, ReadOnlyFileSystem, InstallerCorrupt (digest of root's own copy differs), Fenced.
   */
  stage(file: StagedFile, options: Readonly<{ fence: Fence; budgetMs: number; signal?: AbortSignal }>): Promise<StageState>;
  /** Takes the run slot and starts; gives what is in the slot afterwards, which is somebody else's run when the slot was taken. */
  launch(run: DetachedRun, fence: Fence): Promise<LaunchState>;
  /** What is in the run slot; with `log` also what the run printed from there on, in the same command. */
  look(log?: LogRange): Promise<Look>;
  /** The last bytes that the run in the slot printed, stdout and stderr as they came. */
  logTail(bytes: number): Promise<string>;
  /** How many bytes went over its connection so far, both ways; undefined where nobody counts them. */
  bytes?(): number;
  /** Empties the slot of an ended or lost run; does nothing when another run is in it. */
  clear(run: RunId, fence: Fence): Promise<void>;
  close(): Promise<void>;
}

export type ConnectMachine = (target: MachineTarget, signal?: AbortSignal) => Promise<RemoteMachine>;
