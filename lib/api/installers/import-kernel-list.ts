import { KernelList } from "../../agents/kernels/kernel-list.js";
import { readKernelList } from "../../agents/kernels/read-kernel-list.js";
import { FleetError } from "../../core/errors.js";

type Given = Readonly<{ osTag: string; version: string; asOf: string; text: string; now: Date }>;

/** The list that a call brings. Throws InvalidParameter for a date to come, and for a line that is no kernel. */
export function checkedKernelList({ text, now, ...given }: Given): KernelList {
  if (Date.parse(given.asOf) > now.getTime() + DAY_MS)
    throw new FleetError("InvalidParameter", `The date of a list lies not in the future; got ${given.asOf}`, { target: "AsOf" });
  return KernelList.parse({ ...given, kernels: readKernelList(text), importedAt: now.toISOString() });
}

/** Dates have no time zone, and somewhere it is tomorrow already. */
const DAY_MS = 86_400_000;
