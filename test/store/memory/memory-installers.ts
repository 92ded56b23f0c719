import type { KernelList } from "../../../lib/agents/kernels/kernel-list.js";
import { versionKey } from "../../../lib/agents/versions/version.js";
import type { Installer } from "../../../lib/fleet/installers/installer.js";
import type { RunTimes } from "../../../lib/fleet/installers/run-times.js";
import type { VersionHold } from "../../../lib/fleet/installers/version-hold.js";
import type { InstallerStore } from "../../../lib/fleet/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";

/** The catalogue of installers in memory. */
export function memoryInstallers(): InstallerStore {
  const installers = memoryRows<Installer>(({ fileName }) => lowerKey(fileName));
  const holds = memoryRows<VersionHold>(({ version, osTag = "" }) => lowerKey(version, osTag));
  const kernels = memoryRows<KernelList>(({ osTag, version }) => lowerKey(osTag, version));
  const times = memoryRows<RunTimes>(({ what, osTag, version = "" }) => lowerKey(what, osTag, version));
  const order = ({ version, buildDate }: Installer) => `${versionKey(version)} ${buildDate}`;
  return {
    listHolds: async () => holds.all(),
    putHold: async (hold) => holds.put(hold),
    removeHold: async (version, osTag = "") => holds.remove(lowerKey(version, osTag)),
    listKernels: async (osTag) => kernels.all().filter((one) => osTag === undefined || lowerKey(one.osTag) === lowerKey(osTag)),
    putKernels: async (list) => kernels.put(list),
    runTimes: async (of) => (await times.find(lowerKey(of.what, of.osTag, of.version ?? "")))?.value ?? { ...of, seconds: [] },
    putRunTimes: async (one) => times.put(one),
    removeKernels: async ({ osTag, version }) => kernels.remove(lowerKey(osTag, version)),
    async list(osTag) {
      const wanted = installers.all().filter((installer) => osTag === undefined || lowerKey(installer.osTag) === lowerKey(osTag));
      return wanted.sort((a, b) => (order(a) > order(b) ? -1 : order(a) < order(b) ? 1 : 0));
    },
    findByFileName: async (fileName) => (await installers.find(lowerKey(fileName)))?.value,
    create: async (installer) => void (await installers.create(installer)),
  };
}
