import { Readable } from "node:stream";
import type { Client, ClientChannel } from "ssh2";
import { FleetError } from "../core/errors.js";
import { Secret } from "../core/secret.js";
import { collectOutput } from "./output.js";
import { commandTimedOut, connectionLost } from "./ssh-errors.js";
import type { CommandResult, RunOptions } from "./transport.js";

/** An open client, and a signal that is aborted when its connection has closed. */
export type OpenConnection = Readonly<{ client: Client; address: string; lost: AbortSignal }>;

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024;

/**
 * Runs one command line to its end. ssh2 may never call back once the peer is gone, so everything is raced against
 * the connection's close, the deadline and the caller's signal.
 */
export function exec(connection: OpenConnection, line: string, options: RunOptions): Promise<CommandResult> {
  const { client, address, lost } = connection;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined;
    let settled = false;
    const settle = (finish: () => void) => {
      settled = true;
      clearTimeout(deadline);
      lost.removeEventListener("abort", onLost);
      options.signal?.removeEventListener("abort", onAbort);
      if (options.stdin instanceof Readable) options.stdin.destroy();
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

    const opened = (error: Error | undefined, stream: ClientChannel) => {
      if (error) return giveUp(notStarted(address, error));
      if (settled) return abandon(stream);
      channel = stream;
      finished(stream, options).then(
        (result) => settle(() => (result ? resolve(result) : reject(connectionLost(address, "a command ran: it left no exit status")))),
        giveUp,
      );
    };
    try {
      client.exec(line, opened);
    } catch (error) {
      giveUp(connectionLost(address, "a command was to be started", error)); // "Not connected" is thrown, not called back
    }
  });
}

/** Resolves when the channel is closed; with undefined when no exit status came, which is not success. */
function finished(stream: ClientChannel, options: RunOptions): Promise<CommandResult | undefined> {
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const [stdout, stderr] = [collectOutput(stream, limit), collectOutput(stream.stderr, limit)];
  let exit: Pick<CommandResult, "exitCode" | "signal"> | undefined;
  stream.on("exit", (code: number | null, signal?: string) => {
    exit = { exitCode: code, ...(signal !== undefined && { signal }) };
  });
  return new Promise((resolve, reject) => {
    stream.on("error", () => {}); // a command may stop reading its stdin; its exit code decides
    stream.on("close", () =>
      resolve(exit && { ...exit, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated() || stderr.truncated() }),
    );
    feed(stream, options.stdin, reject);
  });
}

function feed(stream: ClientChannel, stdin: RunOptions["stdin"], failed: (error: Error) => void): void {
  if (stdin instanceof Readable) stdin.once("error", failed).pipe(stream);
  else stream.end(stdin instanceof Secret ? stdin.reveal() : stdin);
}

function abandon(stream: ClientChannel): void {
  stream.on("error", () => {}).resume();
  stream.stderr.resume();
  stream.signal("KILL");
  stream.close();
}

const notStarted = (address: string, cause: Error): FleetError =>
  cause.message.includes("Unable to exec")
    ? new FleetError("CommandFailed", `${address} does not let this account run commands.`, {
        target: address,
        recommendedAction: "Use an account with a shell; sshd must not force another command on it.",
        cause,
      })
    : connectionLost(address, "a command was to be started", cause);
