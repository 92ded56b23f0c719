import type { DetectedOs } from "../systems/detected-os.js";
import type { WindowsProbe } from "./probe.js";

/** The tag of all installers for Windows. */
export const WINDOWS_TAG = "Windows";

/** Builds by which servers are told apart: their names are changed by editions and languages. */
const SERVERS: ReadonlyMap<number, string> = new Map([
  [7601, "2008 R2 SP1"],
  [9200, "2012"],
  [9600, "2012 R2"],
  [14393, "2016"],
  [17763, "2019"],
  [20348, "2022"],
  [26100, "2025"],
]);
const FIRST_WINDOWS_10 = 10240;

/** Is this Windows one of those that the vendor's matrix has? Clients: 7 SP1, 8, 8.1, 10 and 11. */
export function detectOs({ windows: { name, build, isServer, is64Bit } }: WindowsProbe): DetectedOs {
  if (!is64Bit)
    return { supported: false, reason: "Architecture", name, message: `The Mobility service needs a 64-bit system; ${name} is a 32-bit one` };
  const known = isServer ? SERVERS.has(build) : build >= FIRST_WINDOWS_10 || [7601, 9200, 9600].includes(build);
  if (known) return { supported: true, tag: WINDOWS_TAG, name };
  const why = build === 7600 ? "it lacks Service Pack 1" : `its build ${build} is none of them`;
  return {
    supported: false,
    reason: "OperatingSystem",
    name,
    message: `The Mobility service does not support ${name}: ${why}. Supported: Windows Server ${[...SERVERS.values()].join(", ")}; Windows 7 SP1, 8, 8.1, 10, 11`,
  };
}
