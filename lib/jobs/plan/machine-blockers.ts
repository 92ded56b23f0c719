import { describeError } from "../../agents/errors/describe-error.js";
import type { KernelList } from "../../agents/kernels/kernel-list.js";
import { kernelSupport } from "../../agents/kernels/kernel-support.js";
import type { PathBlocker } from "../../agents/path/path-blockers.js";
import { isActedOn, onlyTagOf } from "../../agents/platform-of.js";
import { unknownTexts } from "../../agents/readiness/readiness.js";
import type { Machine } from "../../fleet/machines/machine.js";

type Found = Readonly<{ blockers: readonly PathBlocker[]; unknown: readonly string[] }>;

/** What the machine's own state, as it was last seen, has against the installers of these versions; and what nobody could find out. */
export function machineBlockers(machine: Machine, versions: readonly string[], kernelLists: readonly KernelList[]): Found {
  const { host, osTag, osType } = machine;
  if (!isActedOn(osType)) return { blockers: [], unknown: [] };
  if (!host) return { blockers: [], unknown: unknownTexts(["whether the machine is ready: no look at it is on record (Test-AsrMobilityService)"]) };
  const hasLists = onlyTagOf(osType) === undefined; // the vendor lists kernels for each installer of a distribution, and none for Windows
  const kernels =
    host.kernel === undefined || osTag === undefined || !hasLists
      ? []
      : versions.map((version) => kernelSupport(kernelLists, { osTag, kernel: host.kernel ?? "", version }));
  const texts = (state: string) => kernels.flatMap((answer) => (answer.state === state ? [answer.text] : []));
  const unsupported = texts("unsupported").map((message) => ({
    code: "UnsupportedKernel" as const,
    message,
    recommendedAction: describeError("UnsupportedKernel").recommendedAction,
  }));
  return { blockers: [...host.problems, ...unsupported].map(seenAt(host.checkedAt)), unknown: [...host.unknown, ...unknownTexts(texts("unknown"))] };
}

const seenAt =
  (checkedAt: string) =>
  (blocker: PathBlocker): PathBlocker => ({
    ...blocker,
    recommendedAction: `${blocker.recommendedAction} It was so on ${checkedAt}; Test-AsrMobilityService looks again.`,
  });
