import type { Probe } from "../../agents/probe.js";
import { FleetError } from "../../core/errors.js";
import { isSameName } from "./host-names.js";
import { type Machine, type MachineIdentity, protectedAs } from "./machine.js";
import { isSameId, tellingId } from "./machine-ids.js";

type Judged = Pick<
  Machine,
  "identity" | "friendlyName" | "address" | "machineType" | "vault" | "expectedHostName" | "expectedBiosId" | "expectedMachineId"
>;

/**
 * The identity that stays on record, or goes on record at first contact: every id and every name that the record, the inventory or the vault has
 * of the machine must be the one that answers. Throws WrongMachine when another machine answers, MachineRenamed when only its name is another one;
 * `acceptsName` takes the new name then.
 */
export function identityOf(found: Probe, machine: Judged, { acceptsName = false } = {}): MachineIdentity {
  const { hostName } = found;
  const [biosId, machineId] = [tellingId(found.biosId), tellingId(found.machineId)];
  const ids = [...idsOf("BIOS id", biosId, biosIds(machine)), ...idsOf("machine id", machineId, machineIds(machine))];
  const other = ids.filter(({ isSame }) => !isSame).map(({ what, came, expected }) => `its ${what} is ${came}, expected ${expected}`);
  if (other.length > 0) throw wrong(machine, other.join(" and "), codeOfIds(machine));
  const { acceptedNames = [], ...recorded } = machine.identity ?? { hostName };
  const names = expectedNames(machine).filter((name) => !isSameName(name, hostName) && !acceptedNames.some((one) => isSameName(one, name)));
  if (names.length > 0 && !acceptsName) throw otherName(machine, { hostName, names, proof: [...new Set(ids.map(({ what }) => what))] });
  const accepted = [...acceptedNames, ...names.filter((name) => name !== recorded.hostName)];
  return {
    ...{ ...(biosId && { biosId }), ...(machineId && { machineId }), ...recorded },
    ...(names.includes(recorded.hostName) && { hostName }),
    ...(accepted.length > 0 && { acceptedNames: accepted }),
  };
}

const biosIds = ({ identity, expectedBiosId }: Judged) => [identity?.biosId, expectedBiosId];
const machineIds = ({ identity, expectedMachineId }: Judged) => [identity?.machineId, expectedMachineId];

/** The comparisons that can be made: with what is on record, and with what was given. */
const idsOf = (what: string, came: string | undefined, all: readonly (string | undefined)[]) =>
  all.map(tellingId).flatMap((expected) => (came && expected ? [{ what, came, expected, isSame: isSameId(came, expected) }] : []));

const expectedNames = ({ identity, expectedHostName, vault }: Judged): string[] => [
  ...new Set([identity?.hostName, expectedHostName, vault?.hostName].filter((name) => name !== undefined)),
];

/** The push service has a code for VMs and one for physical servers; the latter also where nobody has said which it is. */
const codeOfIds = (machine: Judged): string => (protectedAs(machine) === "VirtualMachine" ? "EP0966" : "EP0970");

const wrong = ({ address, friendlyName }: Judged, difference: string, vendorCode: string): FleetError =>
  new FleetError("WrongMachine", `${address} answers, but it is not ${friendlyName}: ${difference}. Nothing was changed there`, {
    target: friendlyName,
    vendorCode,
  });

type OtherName = Readonly<{ hostName: string; names: readonly string[]; proof: readonly string[] }>;

/** What has the right id is the machine under a new name; what has none to compare may be any machine. */
function otherName(machine: Judged, { hostName, names, proof }: OtherName): FleetError {
  const difference = `its host name is ${hostName}, expected ${names.join(" and ")}`;
  if (proof.length === 0) return wrong(machine, difference, "EP2005");
  const { friendlyName, address } = machine;
  return new FleetError(
    "MachineRenamed",
    `${address} has the ${proof.join(" and the ")} of ${friendlyName}, but ${difference}. Nothing was changed there`,
    { target: friendlyName, vendorCode: "EP2005" },
  );
}
