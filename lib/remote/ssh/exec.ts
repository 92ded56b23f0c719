import type { Client, ClientChannel } from "ssh2";
import { FleetError } from "../../core/errors.js";
import type { LentChunks } from "../../core/lent-chunks.js";
import { Secret } from "../../core/secret.js";
import { resultOf } from "../command-end.js";
import { firstBytes } from "../first-bytes.js";
import { type CommandExit, type CommandResult, DEFAULT_MAX_OUTPUT_BYTES, DEFAULT_TIMEOUT_MS, type Printed, type RunOptions } from "../transport.js";
import { commandTimedOut, connectionLost } from "../transport-errors.js";
import { hearEnd } from "./hear-end.js";
import { isSessionRefused, startCommand } from "./start-command.js";

/** An open client, a signal that is aborted when its connection has closed, and how idle shells on it are asked to end. */
export type OpenConnection = Readonly<{ client: Client; address: string; lost: AbortSignal; makeRoom(): void }>;

/**
 * Runs one command line to its end. ssh2 may never call back once the peer is gone, so everything is raced against
 * the connection's close, the deadline and the caller's signal.
 */
export function exec(connection: OpenConnection, line: string, options: RunOptions): Promise<CommandResult> {
  const { client, address, lost, makeRoom } = connection;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined;
    let settled = false;
    const input = inputOf(options.stdin);
    const settle = (finish: () => void) => {
      settled = true;
      clearTimeout(deadline);
      lost.removeEventListener("abort", onLost);
      options.signal?.removeEventListener("abort", onAbort);
      input.close();
      finish();
    };
    const giveUp = (error: unknown) => {
      settle(() => reject(error));
      if (channel) abandon(channel);
    };
    const onLost = () => giveUp(connectionLost(address, "a command ran"));
    const onAbort = () => giveUp(options.signal?.reason);
    const deadline = setTimeout(() => giveUp(commandTimedOut(address, "the command", timeoutMs)), timeoutMs);
    lost.addEventListener("abort", onLost);
    options.signal?.addEventListener("abort", onAbort);
    if (lost.aborted) return onLost();
    if (options.signal?.aborted) return onAbort();

    const started = (stream: ClientChannel) => {
      if (settled) return abandon(stream);
      channel = stream;
      finished(stream, options, input)
        .then(({ exit, ...printed }) => resultOf(address, exit, printed))
        .then((result) => settle(() => resolve(result)), giveUp);
    };
    startCommand(client, { line, started, failed: (error) => giveUp(notStarted(address, error)), makeRoom, isOver: () => settled });
  });
}

type Finished = Printed & Readonly<{ exit: CommandExit | undefined }>;

/** Resolves when the command has ended. */
function finished(stream: ClientChannel, options: RunOptions, input: Input): Promise<Finished> {
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const [stdout, stderr] = [firstBytes(limit), firstBytes(limit)];
  // Both are read to their end, whatever is kept: a stream that nobody reads would never close.
  stream.on("data", stdout.take);
  stream.stderr.on("data", stderr.take);
  if (options.printed) {
    const { printed } = options;
    stream.on("data", (chunk: Buffer) => printed("stdout", chunk));
    stream.stderr.on("data", (chunk: Buffer) => printed("stderr", chunk));
  }
  return new Promise((resolve, reject) => {
    stream.on("error", () => {}); // a command may stop reading its stdin; its exit code decides
    hearEnd(stream, (exit) => resolve({ exit, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated() || stderr.truncated() }));
    input.pour(stream).catch(reject);
  });
}

/** What a command reads. `pour` rejects with the error of a source that cannot be read; `close` ends the source, at any time. */
type Input = Readonly<{ pour(stream: ClientChannel): Promise<void>; close(): void }>;

function inputOf(stdin: RunOptions["stdin"]): Input {
  if (typeof stdin === "object" && !(stdin instanceof Secret)) return chunkInput(stdin);
  return { pour: async (stream) => void stream.end(stdin instanceof Secret ? stdin.reveal() : stdin), close: () => {} };
}

/** A chunk is asked for when the one before is encrypted or dropped: then its memory may be written again. On a channel that closed, that never comes. */
function chunkInput(chunks: LentChunks): Input {
  const source = chunks[Symbol.asyncIterator]();
  return {
    async pour(stream) {
      for (let next = await source.next(); !next.done; next = await source.next()) {
        const { value } = next;
        await new Promise<void>((resolve) => stream.write(value, () => resolve()));
      }
      stream.end();
    },
    close: () => void source.return?.().catch(() => {}),
  };
}

/** Ends a command and hears no more of it. */
export function abandon(stream: ClientChannel): void {
  stream.on("error", () => {}).resume();
  stream.stderr.resume();
  stream.signal("KILL");
  stream.close();
}

/** Why a command could not be started. */
export function notStarted(address: string, cause: Error): FleetError {
  if (cause.message.includes("Unable to exec")) {
    return new FleetError("CommandFailed", `${address} does not let this account run commands.`, {
      target: address,
      recommendedAction: "Use an account with a shell; sshd must not force another command on it.",
      cause,
    });
  }
  if (!isSessionRefused(cause)) return connectionLost(address, "a command was to be started", cause);
  return new FleetError("ConnectionLost", `${address} opened no session for a command: ${cause.message}.`, {
    retryable: true,
    target: address,
    possibleCauses: "Its SSH server allows no session (MaxSessions 0), or those that it allows are taken.",
    recommendedAction: "Nothing, when it passes; else allow at least one in its sshd_config (MaxSessions).",
    cause,
  });
}
