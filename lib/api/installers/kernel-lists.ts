import type { KernelList } from "../../agents/kernels/kernel-list.js";
import { compareVersions } from "../../agents/versions/version.js";
import { FleetError } from "../../core/errors.js";

/** Is the list of this version, or is one of them the beginning of the other? */
export const ofVersion = ({ version }: Pick<KernelList, "version">, wanted: string): boolean =>
  `${version}.`.startsWith(`${wanted}.`) || `${wanted}.`.startsWith(`${version}.`);

/** The order in which they are shown. */
export const bySystemAndVersion = (a: KernelList, b: KernelList): number =>
  a.osTag.localeCompare(b.osTag) || compareVersions(a.version, b.version) || a.version.localeCompare(b.version);

/** As many kernels as an answer holds: a few megabytes. */
const MOST_KERNELS = 50_000;

/** The first of these lists that an answer has room for; one at least. */
export function withinSize(lists: readonly KernelList[]): readonly KernelList[] {
  let kernels = 0;
  const end = lists.findIndex((list, n) => {
    kernels += list.kernels.length;
    return n > 0 && kernels > MOST_KERNELS;
  });
  return end < 0 ? lists : lists.slice(0, end);
}

/** The list that was imported with exactly this version. `lists`: those of the system. Throws ResourceNotFound, naming those that there are. */
export function oneKernelList(lists: readonly KernelList[], { osTag, version }: Pick<KernelList, "osTag" | "version">): KernelList {
  const found = lists.find((one) => one.version === version);
  if (found) return found;
  const known = lists.map((one) => one.version).join(", ") || "none";
  throw new FleetError("ResourceNotFound", `There is no list of kernels of ${version} for ${osTag}; there is ${known}`, { target: "Version" });
}
