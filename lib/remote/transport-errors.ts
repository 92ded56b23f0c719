import { FleetError } from "../core/errors.js";

/** The connection was open and is no more. */
export const connectionLost = (address: string, doing: string, cause?: unknown): FleetError =>
  new FleetError("ConnectionLost", `The connection to ${address} was lost while ${doing}.`, {
    retryable: true,
    target: address,
    possibleCauses: "The network, the SSH service or the machine itself went down or was restarted.",
    recommendedAction: "Nothing, when it comes back: the job looks at the machine and goes on.",
    cause,
  });

export const limitReached = (address: string, signal: string): FleetError =>
  new FleetError("CommandFailed", `A limit of the account ended a command on ${address} (${signal}): the size of its files, or its processor time.`, {
    target: address,
    possibleCauses: "A limit in /etc/security/limits.conf, in limits.d beside it, in the SSH service's unit, or by ulimit in a start file.",
    recommendedAction: "Log in with the account, look at `ulimit -f` and `ulimit -t`, and set both to unlimited.",
  });

export const commandTimedOut = (address: string, doing: string, timeoutMs: number): FleetError =>
  new FleetError("CommandTimedOut", `${address} did not finish within ${timeoutMs / 1000} seconds: ${doing}.`, {
    retryable: true,
    target: address,
    possibleCauses: "The machine is overloaded, its disk does not answer, or the network drops packets.",
    recommendedAction: "Look at the load and the disks of the machine.",
  });

export const printsTooMuch = (address: string): FleetError =>
  new FleetError("CommandFailed", `${address} prints without end where a command was to answer; the command was ended.`, {
    target: address,
    possibleCauses: "A program on the machine is not the one that it should be, or the machine is in the hands of somebody else.",
    recommendedAction: "Look who changed the machine before anything is installed on it.",
  });
