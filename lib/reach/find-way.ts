import { FleetError, hasCode } from "../core/errors.js";
import type { Machine } from "../fleet/machines/machine.js";
import type { Way } from "../fleet/machines/way.js";
import type { RemoteMachine } from "../remote/machine.js";

/** Where a machine answered. */
export type Found = Readonly<{ remote: RemoteMachine; way: Way }>;

/**
 * Tries one way after the other until one answers: a closed port is no refused login, and whatever answers decides. A machine that has a key or a
 * certificate on record is known by that alone: what answers on another way without it is told, and the machine is looked for again on its own.
 * Errors: MachineUnreachable when none answers; those of `connect`.
 */
export async function findWay(
  ways: readonly Way[],
  machine: Pick<Machine, "hostKey">,
  connect: (way: Way) => Promise<RemoteMachine>,
): Promise<Found> {
  const silent: FleetError[] = [];
  for (const way of ways) {
    try {
      return { remote: await connect(way), way };
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      const [first] = silent;
      if (hasCode(error, "MachineUnreachable")) silent.push(error);
      else if (first && machine.hostKey && hasCode(error, "HostKeyMismatch")) throw answersElsewhere(first, error);
      else throw error;
    }
  }
  const [first, ...others] = silent;
  if (!first) throw new FleetError("Internal", "A machine was looked for on no way");
  throw others.length === 0 ? first : onNoWay(first, silent);
}

const onNoWay = (first: FleetError, all: readonly FleetError[]): FleetError =>
  new FleetError("MachineUnreachable", all.map(({ message }) => message).join(" "), {
    retryable: all.some(({ retryable }) => retryable),
    ...(first.target !== undefined && { target: first.target }),
    possibleCauses:
      "The machine is off, starting or going down, its name or address is wrong, a firewall is between, or neither an SSH server nor WinRM listens there.",
    recommendedAction:
      "Check that one of the ports 22 (SSH), 5986 or 5985 (WinRM) can be reached from here; docs/paths.md tells how a Windows machine is prepared.",
    cause: first,
  });

/** It may be only for as long as a service starts, so that it is looked for again. */
const answersElsewhere = (first: FleetError, other: FleetError): FleetError =>
  new FleetError("MachineUnreachable", `${first.message} Another way answers, but not with the key on record: ${other.message}`, {
    retryable: true,
    ...(first.target !== undefined && { target: first.target }),
    possibleCauses: "The machine is starting, or the service that it was reached over was taken away.",
    recommendedAction:
      "Nothing, when it comes back. When the machine is to be reached the other way from now on, register the key or certificate that it shows there (Import-AsrInventory -AcceptHostKeyChange).",
    cause: first,
  });
