import type { Command } from "../core/command.js";
import { FleetError } from "../core/errors.js";
import { Secret } from "../core/secret.js";
import type { ScriptOptions } from "./machine.js";
import { CHATTER_BYTES, wrapScript } from "./script.js";
import type { CommandResult, Transport } from "./transport.js";

/** Runs POSIX sh text as one user, and gives what the text itself printed. */
export type Shell = (text: string, options?: ScriptOptions) => Promise<CommandResult>;

/** How a shell that reads its script from stdin is started. `input` goes before the script. */
export type ShellStart = Readonly<{ command: Command; input?: Secret }>;

const DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024;

/** The words are plain, so that any login shell (csh, fish) starts it alike. */
export const LOGIN_SHELL: ShellStart = { command: ["/bin/sh", "-s"] };

/** A shell that is started anew for each script. Errors: CommandFailed when the script never began; those of the transport. */
export function shell(transport: Transport, start: () => Promise<ShellStart>): Shell {
  return async (text, { args, secrets, timeoutMs, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = {}) => {
    const { command, input } = await start();
    const script = wrapScript({ text, ...(args && { args }), ...(secrets && { secrets }) });
    const result = await transport.run(command, {
      stdin: input ? new Secret(input.reveal() + script.stdin.reveal()) : script.stdin,
      maxOutputBytes: maxOutputBytes + CHATTER_BYTES,
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(signal && { signal }),
    });
    const own = script.unwrap(result);
    if (!own) throw neverBegan(result);
    return limited(own, maxOutputBytes);
  };
}

function limited(result: CommandResult, bytes: number): CommandResult {
  const [stdout, stderr] = [Buffer.from(result.stdout), Buffer.from(result.stderr)];
  if (stdout.length <= bytes && stderr.length <= bytes) return result;
  return { ...result, stdout: stdout.toString("utf8", 0, bytes), stderr: stderr.toString("utf8", 0, bytes), truncated: true };
}

const neverBegan = ({ exitCode }: CommandResult) =>
  new FleetError("CommandFailed", `The login did not start /bin/sh (it ended with ${exitCode ?? "a signal"}), so the script never began.`, {
    possibleCauses:
      "The account has no real shell (nologin), its password has expired, a forced command is set, or its start files print without end.",
    recommendedAction: "Run `ssh <account>@<machine> /bin/sh -s < /dev/null` by hand; it must end silently with 0.",
  });
