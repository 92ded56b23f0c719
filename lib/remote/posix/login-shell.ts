import { FleetError } from "../../core/errors.js";
import { signalOf } from "../command-end.js";
import { itSaid, said } from "../said.js";
import type { OpenLimits, ShellOpener } from "../staying/open-shell.js";
import type { CommandExit, Printed, Transport } from "../transport.js";
import { connectionLost } from "../transport-errors.js";
import { type Opened, openShell, type ShellStart } from "./open-shell.js";
import type { Proved } from "./root/hear-proof.js";
import type { ProofAnswer } from "./root/proof.js";

/** What shows whether a login starts our shell. */
export const BY_HAND = 'Run `echo echo here | ssh <account>@<machine> /bin/sh -s` by hand; it must print "here".';

/** The login starts it itself. */
export const LOGIN: ShellStart = { by: [] };

/** The shell that the login itself starts, as the user of the login. Errors: CommandFailed when another program answers, or none. */
export const loginShell =
  (transport: Transport): ShellOpener =>
  async (limits) => {
    const opened = await openPatiently(transport, LOGIN, limits);
    if (opened.shell) return opened.shell;
    throw notStarted(transport.address, opened.instead);
  };

/** One that was so slow that it was told too early that no more comes is given all the time that is left. */
export async function openPatiently(transport: Transport, start: ShellStart, limits: OpenLimits): Promise<Opened> {
  const opened = await openShell(transport, start, limits);
  return opened.shell || !opened.late ? opened : openShell(transport, start, { signal: limits.signal });
}

/** Why no script was given to what the login started: another program answered, or none. Errors (thrown): ConnectionLost when it was cut off. */
export function notStarted(address: string, { answer, exit, unheard, stdout, stderr }: Proved & Printed): FleetError {
  if (unheard) return streamLost(address, unheard);
  if (!answer) failWhenCutOff(address, exit);
  const heard = itSaid(answer ? stderr : `${stderr}\n${stdout}`);
  return new FleetError("CommandFailed", `The login did not start /bin/sh (${insteadOf(answer, exit)}), so nothing was run.${heard}`, {
    target: address,
    possibleCauses:
      "The account has no real shell (nologin, git-shell), its password has expired, a forced command is set, or its start files start another program by exec, print without end, or close stdin or all output.",
    recommendedAction: BY_HAND,
  });
}

/** The login's shell is ours, and one of the two streams on which scripts answer does not come from it. */
export class StreamLost extends FleetError {}

function streamLost(address: string, unheard: "stdout" | "stderr"): FleetError {
  const file = unheard === "stdout" ? 1 : 2;
  return new StreamLost(
    "CommandFailed",
    `The login starts /bin/sh on ${address} without its ${unheard}, on which scripts answer, so nothing was run.`,
    {
      target: address,
      possibleCauses: `The start files of the account (its own, as ~/.bashrc, or the system's, as /etc/profile or /etc/bash.bashrc) or a forced command close ${unheard} or send it elsewhere (exec ${file}>&-, exec ${file}>/dev/null).`,
      recommendedAction: `Take that line out, or let it count for terminals alone (\`[ -t ${file} ] && exec …\`), and try by hand: \`ssh <account>@<machine> '${unheard === "stdout" ? "echo here" : "echo here >&2"}'\` must print "here".`,
    },
  );
}

/** A command that a signal ended, or that left no exit status, says nothing of the login: mostly the machine goes down. Errors: ConnectionLost. */
export function failWhenCutOff(address: string, exit: CommandExit | undefined): void {
  if (isCutOff(exit)) throw cutOff(address, exit);
}

/** A shell that had proved itself ended before it began its first script. */
export const neverBegan = (address: string, exit: CommandExit | undefined): FleetError =>
  isCutOff(exit)
    ? cutOff(address, exit)
    : new FleetError("CommandFailed", `The shell ended with ${exit?.exitCode} on ${address} before it began its script.`, { target: address });

const isCutOff = (exit: CommandExit | undefined): boolean => !exit || signalOf(exit) !== undefined;

function cutOff(address: string, exit: CommandExit | undefined): FleetError {
  const signal = exit && signalOf(exit);
  return connectionLost(address, `a command was to be started${signal ? `: ${signal} ended its shell` : ""}`);
}

function insteadOf(answer: ProofAnswer | undefined, exit: CommandExit | undefined): string {
  if (answer && "byTerminal" in answer) return "it talks through a terminal, as `script` makes one, which changes bytes";
  if (answer && "other" in answer && answer.other === "") return "something answered that cannot read its own words in /proc";
  if (answer && "other" in answer) return `"${said(answer.other).slice(0, 80)}" read what it was to read`;
  if (answer) return "it began too late";
  return exit?.exitCode === null ? "it was ended by us" : `it answered nothing and ended with ${exit?.exitCode}`;
}
