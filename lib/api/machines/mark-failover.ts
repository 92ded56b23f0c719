import { FleetError, hasCode } from "../../core/errors.js";
import type { HostKey, Machine } from "../../fleet/machines/machine.js";
import { refuseOpenJob } from "../../jobs/control/remove-machine.js";
import type { FleetContext } from "../cmdlet/context.js";

/** What is other about a machine where it runs now. */
export type Whereabouts = Readonly<{
  direction: "PrimaryToRecovery" | "RecoveryToPrimary";
  address: string | undefined;
  port: number | undefined;
  hostKey: Readonly<{ type: string | undefined; sha256: string }> | undefined;
  biosId: string | undefined;
}>;

/**
 * Records where the machine runs now. Its host name and machine id stay as they are expected; key and BIOS id are those that are given, else those
 * that the next login finds and is allowed to take. Safe to repeat. Throws Conflict while a job on the machine has not ended.
 */
export async function markFailover(
  context: Pick<FleetContext, "machines" | "jobs" | "clock">,
  machine: Machine,
  there: Whereabouts,
): Promise<Machine> {
  for (;;) {
    const found = await context.machines.find(machine);
    if (!found) throw new FleetError("ResourceNotFound", `${machine.friendlyName} is gone`);
    await refuseOpenJob(context, found.value);
    try {
      return (await context.machines.replace(moved(found.value, there, context.clock.now()), found.etag)).value;
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // somebody wrote the row meanwhile: it is looked at again
    }
  }
}

function moved(machine: Machine, { direction, port, hostKey, biosId, ...there }: Whereabouts, now: Date): Machine {
  const { hostKey: old, foundWay: _way, expectedBiosId: _bios, failover, identity, ...rest } = machine;
  const time = now.toISOString();
  const toAzure = direction === "PrimaryToRecovery";
  const before = failover ?? { time, address: machine.address, ...(machine.identity?.biosId && { biosId: machine.identity.biosId }) };
  const address = there.address ?? (toAzure ? undefined : failover?.address);
  if (address === undefined)
    throw new FleetError("InvalidParameter", `The address of ${machine.friendlyName} is missing: it has another one where it runs now`, {
      target: "IPAddress",
    });
  const expectedBiosId = biosId ?? (toAzure ? undefined : failover?.biosId);
  const { biosId: _recorded, ...who } = identity ?? { hostName: undefined };
  return {
    ...rest,
    address,
    ...(port !== undefined && { port }),
    ...(expectedBiosId !== undefined && { expectedBiosId }),
    ...(who.hostName !== undefined && { identity: { ...who, hostName: who.hostName } }),
    ...(hostKey && {
      hostKey: { sha256: hostKey.sha256, type: hostKey.type ?? usualKey(machine, old), origin: "registered" as const, recordedAt: time },
    }),
    ...(toAzure && { failover: { ...before, time } }),
  };
}

/** A certificate where the machine is reached by WinRM over HTTPS. */
const usualKey = ({ transport }: Machine, old: HostKey | undefined): string =>
  transport === "WinRmHttps" || (transport === undefined && old?.type === "x509") ? "x509" : "ssh-ed25519";
