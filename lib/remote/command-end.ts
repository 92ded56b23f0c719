import { constants } from "node:os";
import type { CommandExit, CommandResult, Printed } from "./transport.js";
import { connectionLost, limitReached } from "./transport-errors.js";

/**
 * What a command that ran to its end answered. A signal that ended it, or no exit status at all, is no answer: mostly the machine goes down
 * then, so whoever asked looks again. Errors: ConnectionLost; CommandFailed where the signal tells of a limit of the account.
 */
export function resultOf(address: string, exit: CommandExit | undefined, { stdout, stderr, truncated }: Printed): CommandResult {
  const signal = exit && signalOf(exit);
  if (signal !== undefined && TELLS_OF_LIMIT.includes(signal)) throw limitReached(address, signal);
  if (signal !== undefined) throw connectionLost(address, `a command ran: ${signal} ended it`);
  if (typeof exit?.exitCode !== "number") throw connectionLost(address, "a command ran: it left no exit status");
  return { exitCode: exit.exitCode, stdout, stderr, truncated };
}

/** A file, or the time of a processor, grew beyond what the login may use. The last is OpenSSH's for all signals that SSH has no name for. */
const TELLS_OF_LIMIT: readonly string[] = ["SIGXFSZ", "SIGXCPU", "SIGSIG@openssh.com"];

/** A shell that outlives what a signal ended tells 128 and the signal's number. */
const [NO_SIGNAL, LAST_SIGNAL] = [128, 192];

/** The signal that ended a command, as the server told it or the shell above; undefined when it ended by itself. */
export function signalOf({ exitCode, signal }: CommandExit): string | undefined {
  if (signal !== undefined) return signal;
  if (exitCode === null || exitCode <= NO_SIGNAL || exitCode > LAST_SIGNAL) return undefined;
  const number = exitCode - NO_SIGNAL;
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}
