import type { TableClient } from "@azure/data-tables";
import { KernelList } from "../../agents/kernels/kernel-list.js";
import { versionKey } from "../../agents/versions/version.js";
import { Installer } from "../../fleet/installers/installer.js";
import { type RunOf, RunTimes } from "../../fleet/installers/run-times.js";
import { VersionHold } from "../../fleet/installers/version-hold.js";
import type { InstallerStore } from "../../fleet/ports.js";
import type { Key } from "../rows/entity.js";
import { complementDigits, encodeKey } from "../rows/keys.js";
import { submitOwn } from "../rows/own-write.js";
import { startingWith } from "../rows/read-range.js";
import { rows } from "../rows/rows.js";
import { storageFailure } from "../rows/storage-error.js";

const INSTALLERS = "installers";

/** One partition in which each installer lies three times: by file name, among all by version, and in its OS tag by version; others with the holds, the lists of kernels, and how long runs take. */
export function installerTable(table: TableClient): InstallerStore {
  const installers = rows<Installer>(table, { schema: Installer, nameOf, keyOf: ({ fileName }) => byFileName(fileName) });
  const holds = rows<VersionHold>(table, { schema: VersionHold, nameOf: holdName, keyOf: holdKey });
  const kernels = rows<KernelList>(table, { schema: KernelList, nameOf: kernelsName, keyOf: kernelsKey });
  const times = rows<RunTimes>(table, { schema: RunTimes, nameOf: timesName, keyOf: timesKey });
  const list = (prefix: string) => installers.query(startingWith(INSTALLERS, prefix));
  return {
    listHolds: () => holds.query(`PartitionKey eq '${HOLDS}'`),
    putHold: (hold) => holds.put(hold),
    removeHold: (version, osTag) => holds.remove(holdKey({ version, ...(osTag !== undefined && { osTag }) })),
    listKernels: (osTag) => kernels.query(osTag === undefined ? `PartitionKey eq '${KERNELS}'` : startingWith(KERNELS, `${encodeKey(osTag)}:`)),
    putKernels: (kernelList) => kernels.put(kernelList),
    runTimes: async (of) => {
      const found = await times.findReadable(timesKey(of)); // a hint: nothing fails for want of it
      return found === undefined || found === "unreadable" ? { ...of, seconds: [] } : found.value;
    },
    putRunTimes: (one) => times.put(one),
    removeKernels: (kernelList) => kernels.remove(kernelsKey(kernelList)),
    list: (osTag) => list(osTag === undefined ? "all:" : `tag|${encodeKey(osTag)}:`),
    findByFileName: async (fileName) => (await installers.find(byFileName(fileName)))?.value,
    async create(installer) {
      const entity = installers.toEntity(installer);
      const keys = [`all:${newestVersionFirst(installer)}`, `tag|${encodeKey(installer.osTag)}:${newestVersionFirst(installer)}`];
      const copies = keys.map((rowKey): ["create", typeof entity] => ["create", { ...entity, rowKey }]);
      await submitOwn(table, [["create", entity], ...copies]).catch(storageFailure(nameOf(installer)));
    },
  };
}

const HOLDS = "holds";
type HoldName = Pick<VersionHold, "version" | "osTag">;
const holdName = ({ version, osTag }: HoldName) => `The hold of ${version}${osTag === undefined ? "" : ` for ${osTag}`}`;
const holdKey = ({ version, osTag }: HoldName): Key => ({
  partitionKey: HOLDS,
  rowKey: [version, ...(osTag === undefined ? [] : [encodeKey(osTag)])].join("|"),
});

const KERNELS = "kernels";
const kernelsName = ({ version, osTag }: KernelList) => `The list of kernels of ${version} for ${osTag}`;
const kernelsKey = ({ version, osTag }: Pick<KernelList, "version" | "osTag">): Key => ({
  partitionKey: KERNELS,
  rowKey: `${encodeKey(osTag)}:${version}`,
});

const TIMES = "run-times";
const timesName = ({ what, osTag, version = "" }: RunOf) => `How long "${what}" ${version} takes on ${osTag}`;
const timesKey = ({ what, osTag, version = "" }: RunOf): Key => ({ partitionKey: TIMES, rowKey: `${encodeKey(osTag)}:${what}:${version}` });

const nameOf = ({ fileName }: Installer) => `Installer "${fileName}"`;

const byFileName = (fileName: string): Key => ({ partitionKey: INSTALLERS, rowKey: `file:${encodeKey(fileName)}` });

const newestVersionFirst = ({ version, buildDate, fileName }: Installer) =>
  [complementDigits(versionKey(version)), complementDigits(buildDate), encodeKey(fileName)].join("|");
