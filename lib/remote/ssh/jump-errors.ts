import { FleetError, hasCode, isRetryable } from "../../core/errors.js";
import type { JumpTarget, SshTarget } from "../machine.js";

/** Words what went wrong with the jump host itself. A changed key keeps its own code; a refused login stays to be found as the cause. */
export function jumpFailure(jump: JumpTarget, cause: unknown): FleetError {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (hasCode(cause, "HostKeyMismatch")) {
    return new FleetError("HostKeyMismatch", `The key of ${named(jump)} is not the registered one. ${why}`, {
      target: jump.name,
      recommendedAction: "Find out why the key changed; when the new one is right, register it for the jump host with Set-AsrFabric.",
      cause,
    });
  }
  const retryable = isRetryable(cause) || !(cause instanceof FleetError);
  return unreachable(jump, `The way through ${named(jump)} is closed: ${why}`, { retryable, cause });
}

const [PROHIBITED, CONNECT_FAILED] = [1, 2]; // RFC 4254, 5.1

/** Words a channel that the jump host did not open: it may not, it cannot now, or the machine did not let it in. */
export function forwardFailure(jump: JumpTarget, { address, port }: SshTarget, cause: Error & Readonly<{ reason?: number | string }>): FleetError {
  if (cause.reason === CONNECT_FAILED) {
    return new FleetError("MachineUnreachable", `${named(jump)} cannot connect to ${address} port ${port}: ${cause.message}`, {
      retryable: true,
      target: address,
      possibleCauses: "The machine is off or restarting, the jump host does not know its name, a firewall is between, or sshd does not run there.",
      recommendedAction: `Check on the jump host that port ${port} of ${address} can be reached from there.`,
      cause,
    });
  }
  if (cause.reason === PROHIBITED) {
    return unreachable(jump, `${named(jump)} does not allow ${jump.userName} to forward to ${address} port ${port}.`, {
      retryable: false,
      recommendedAction: `Allow it in its sshd_config (AllowTcpForwarding, PermitOpen, and no restrict on the key of ${jump.userName}).`,
      cause,
    });
  }
  return unreachable(jump, `${named(jump)} opened no way to ${address} port ${port}: ${cause.message}`, { retryable: true, cause });
}

/** The jump host did not say in time whether the machine answers. */
export const noForwardInTime = (jump: JumpTarget, { address, port, connectTimeoutMs }: SshTarget): FleetError =>
  new FleetError("MachineUnreachable", `${named(jump)} got no answer from ${address} port ${port} within ${connectTimeoutMs / 1000} seconds.`, {
    retryable: true,
    target: address,
    possibleCauses: "A firewall between the jump host and the machine drops packets, the machine is off, or the jump host itself hangs.",
    recommendedAction: `Check on the jump host that port ${port} of ${address} can be reached from there.`,
  });

const named = ({ name, address, port }: JumpTarget): string => `jump host ${name} (${address} port ${port})`;

const unreachable = (
  jump: JumpTarget,
  message: string,
  options: Readonly<{ retryable: boolean; recommendedAction?: string; cause: unknown }>,
): FleetError => new FleetError("JumpHostUnreachable", message, { target: jump.name, ...options });
