import type { Machine } from "../../fleet/machines/machine.js";
import type { BatchInput } from "../job-input.js";
import type { BatchMember } from "./batch-member.js";

/** Places of one degree of risk; more machines than a batch may have. */
const PLACES = 1 << 20;
const MOST_RISK = 15;

/** The machine as the n-th member that was selected. Its place depends on its risk where the batch asks for that. */
export const memberOf = (machine: Machine, n: number, { order }: Pick<BatchInput, "order">): BatchMember => ({
  order: (order === "Risk" ? Math.min(machine.failuresInARow, MOST_RISK) * PLACES : 0) + n,
  state: "Waiting",
  ...{ fabric: machine.fabric, container: machine.container, name: machine.name, friendlyName: machine.friendlyName },
  ...(machine.availabilityGroup !== undefined && { availabilityGroup: machine.availabilityGroup }),
  risk: machine.failuresInARow,
});

/** The same for every spelling of the machine's names. */
export const machineKey = ({ fabric, container, name }: Pick<BatchMember, "fabric" | "container" | "name">): string =>
  JSON.stringify([fabric, container, name].map((text) => text.toLowerCase()));

/** Groups are unique within a fabric. */
export const groupKey = ({ fabric, availabilityGroup }: Pick<BatchMember, "fabric" | "availabilityGroup">): string | undefined =>
  availabilityGroup === undefined ? undefined : JSON.stringify([fabric.toLowerCase(), availabilityGroup.toLowerCase()]);
