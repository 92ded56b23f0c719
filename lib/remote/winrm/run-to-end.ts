import { Secret } from "../../core/secret.js";
import { firstBytes } from "../first-bytes.js";
import { type CommandExit, type CommandResult, DEFAULT_MAX_OUTPUT_BYTES, DEFAULT_TIMEOUT_MS, type RunOptions, type Transport } from "../transport.js";
import { commandTimedOut, connectionLost } from "../transport-errors.js";

type Way = Pick<Transport, "address" | "open">;

/** Runs a command line to its end, as one that stays and is told that no more comes. Statuses have 32 bits, and there are no signals. */
export async function runToEnd({ address, open }: Way, line: string, options: RunOptions): Promise<CommandResult> {
  const { stdin, timeoutMs = DEFAULT_TIMEOUT_MS, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, printed, signal } = options;
  const heard = { stdout: firstBytes(maxOutputBytes), stderr: firstBytes(maxOutputBytes) };
  const over = new AbortController();
  const giveUp = () => over.abort(signal?.reason);
  const deadline = setTimeout(() => over.abort(commandTimedOut(address, "the command", timeoutMs)), timeoutMs);
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted) giveUp();
  let end: (exit: CommandExit | undefined) => void = () => {};
  const ended = new Promise<CommandExit | undefined>((resolve) => {
    end = resolve;
  });
  try {
    over.signal.throwIfAborted();
    const command = await open(line, {
      signal: over.signal,
      giveWay: () => {},
      ended: end,
      printed: (stream, chunk) => {
        heard[stream].take(chunk);
        printed?.(stream, chunk);
      },
    });
    const aborted = new Promise<never>((_resolve, reject) => {
      over.signal.addEventListener("abort", () => {
        command.kill();
        reject(over.signal.reason);
      });
    });
    await Promise.race([pour(stdin, command.write).then(command.end), aborted]);
    const exit = await Promise.race([ended, aborted]);
    if (typeof exit?.exitCode !== "number") throw connectionLost(address, "a command ran: it left no exit status");
    const truncated = heard.stdout.truncated() || heard.stderr.truncated();
    return { exitCode: exit.exitCode, stdout: heard.stdout.text(), stderr: heard.stderr.text(), truncated };
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", giveUp);
  }
}

async function pour(stdin: RunOptions["stdin"], write: (input: string | Secret) => void): Promise<void> {
  if (stdin === undefined) return;
  if (typeof stdin === "string" || stdin instanceof Secret) return write(stdin);
  throw new TypeError("over WinRM a command is given text; bytes go through a session");
}
