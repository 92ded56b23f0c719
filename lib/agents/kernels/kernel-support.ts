import { parseVersion } from "../versions/version.js";
import type { KernelList } from "./kernel-list.js";

/** Which machine with which version. */
export type KernelQuestion = Readonly<{ osTag: string; kernel: string; version: string }>;

/** `unsupported` only when a list of this very version leaves the kernel out. `text`: what is the matter; completes "It is not known …" for `unknown`. */
export type KernelSupport = Readonly<{ state: "supported" | "unsupported" | "unknown"; text: string }>;

/** What the imported lists say about the running kernel. A list of another build proves nothing, neither way. */
export function kernelSupport(lists: readonly KernelList[], { osTag, kernel, version }: KernelQuestion): KernelSupport {
  const ofSystem = lists.filter((list) => list.osTag.toLowerCase() === osTag.toLowerCase());
  const list = ofSystem.filter((one) => isListOf(one, version)).toSorted((a, b) => b.version.length - a.version.length)[0];
  const whether = `whether ${version} supports the running kernel ${kernel}`;
  if (!list) return { state: "unknown", text: `${whether}: ${absence(ofSystem, osTag, version)}` };
  const source = `the vendor's list for ${list.version} on ${list.osTag} of ${list.asOf}`;
  return list.kernels.includes(kernel)
    ? { state: "supported", text: `${source} has the running kernel ${kernel}` }
    : { state: "unsupported", text: `${version} does not support the running kernel ${kernel}: ${source} does not have it` };
}

/** A list of the beginning of the version, or of the same build; the machine's own record of a version lacks its last number. */
function isListOf(list: KernelList, version: string): boolean {
  if (`${version}.`.startsWith(`${list.version}.`)) return true;
  const [major, minor, build, revision] = parseVersion(list.version);
  const [otherMajor, otherMinor, otherBuild, otherRevision] = parseVersion(version);
  return major === otherMajor && minor === otherMinor && build === otherBuild && build !== 0 && (revision === 0 || otherRevision === 0);
}

const releaseOf = (version: string): string => parseVersion(version).slice(0, 2).join(".");

function absence(ofSystem: readonly KernelList[], osTag: string, version: string): string {
  const near = ofSystem.filter((list) => releaseOf(list.version) === releaseOf(version)).map((list) => list.version);
  if (near.length > 0) return `the lists for ${osTag} are of other builds (${near.slice(0, 5).join(", ")})`;
  return `no list of kernels was imported for it on ${osTag} (Import-AsrMobilityServiceKernelList)`;
}
