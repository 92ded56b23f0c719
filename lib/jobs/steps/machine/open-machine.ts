import type { Probe } from "../../../agents/probe.js";
import { FleetError } from "../../../core/errors.js";
import type { Machine, MachineIdentity } from "../../../fleet/machines/machine.js";
import type { Step } from "../../engine/step.js";

/** Logs in, becomes root, and makes sure that the machine is the one that the inventory means. */
export const openMachine: Step = {
  name: "open-machine",
  title: "Connecting to the machine",
  changes: false,
  deadlineSeconds: 3600,
  run: async ({ machine, probe }) => {
    const identity = identityOf(await probe(), machine());
    return { type: "done", message: `Logged in to ${(await probe()).hostName} as root`, learned: { identity } };
  },
};

/** The identity that stays on record, or goes on record at first contact. Throws WrongMachine when another machine answers. */
export function identityOf({ hostName, biosId, machineId }: Probe, { identity: expected, friendlyName, address }: Machine): MachineIdentity {
  const identity = { hostName, ...(biosId && { biosId }), ...(machineId && { machineId }) };
  const difference = expected && differenceOf(expected, identity);
  if (difference) {
    throw new FleetError("WrongMachine", `${address} answers, but it is not ${friendlyName}: ${difference}. Nothing was changed there`, {
      target: friendlyName,
    });
  }
  return expected ?? identity;
}

/** The BIOS id decides; where a machine has none, the machine id does. A changed host name alone is no other machine. */
function differenceOf(expected: MachineIdentity, found: MachineIdentity): string | undefined {
  if (expected.biosId && found.biosId)
    return expected.biosId === found.biosId ? undefined : `its BIOS id is ${found.biosId}, expected ${expected.biosId}`;
  if (expected.machineId && found.machineId) {
    return expected.machineId === found.machineId ? undefined : `its machine id is ${found.machineId}, expected ${expected.machineId}`;
  }
  return expected.hostName === found.hostName ? undefined : `its host name is ${found.hostName}, expected ${expected.hostName}`;
}
