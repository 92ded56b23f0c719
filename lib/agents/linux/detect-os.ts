import type { DetectedOs } from "../systems/detected-os.js";
import { CATALOGUE, OS_CATALOGUE } from "../systems/os-catalogue.js";
import type { ReleaseFile } from "../systems/os-catalogue-schema.js";

/** Texts of the release files in /etc; a file that is not there is absent. */
export type ReleaseFiles = Readonly<{
  oracleRelease?: string;
  redhatRelease?: string;
  suseRelease?: string;
  osRelease?: string;
  lsbRelease?: string;
  debianVersion?: string;
}>;

/**
 * The OS tag of a Linux machine, by the vendor's order: the first release file that is there decides, also when it then
 * matches no row (Ubuntu has a debian_version, Oracle Linux a redhat-release). `architecture` is what `uname -m` printed.
 */
export function detectOs(files: ReleaseFiles, architecture: string): DetectedOs {
  const name = nameOf(files);
  const { tag, reason } = match(files);
  if (!tag) return { supported: false, reason: "OperatingSystem", name, message: unsupported(name, reason) };
  if (architecture !== "x86_64") {
    return {
      supported: false,
      reason: "Architecture",
      name,
      message: `The Mobility service needs a 64-bit x86 system (x86_64); ${name} runs on ${architecture}`,
    };
  }
  return { supported: true, tag, name };
}

/** Under which name the text of a release file is handed on. */
export const RELEASE_KEYS: Readonly<Record<ReleaseFile, keyof ReleaseFiles>> = {
  "/etc/oracle-release": "oracleRelease",
  "/etc/redhat-release": "redhatRelease",
  "/etc/SuSE-release": "suseRelease",
  "/etc/os-release": "osRelease",
  "/etc/lsb-release": "lsbRelease",
  "/etc/debian_version": "debianVersion",
};

const RULES = CATALOGUE.detectionOrder.map(({ file, when }) => ({
  key: RELEASE_KEYS[file],
  when: new RegExp(when ?? ""),
  tags: OS_CATALOGUE.flatMap(({ tag, detect }) => (detect?.file === file ? [{ tag, pattern: new RegExp(detect.pattern) }] : [])),
  refusals: CATALOGUE.unsupported.flatMap((row) => (row.file === file ? [{ reason: row.reason, pattern: new RegExp(row.pattern) }] : [])),
}));

function match(files: ReleaseFiles): Readonly<{ tag?: string; reason?: string }> {
  for (const { key, when, tags, refusals } of RULES) {
    const text = files[key];
    if (text === undefined || !when.test(text)) continue;
    const found = tags.find(({ pattern }) => pattern.test(text)) ?? refusals.find(({ pattern }) => pattern.test(text));
    return found && "tag" in found && isLookAlike(found.tag, files) ? { reason: LOOK_ALIKE } : (found ?? {});
  }
  return {};
}

/** What systems call themselves in os-release, by the beginning of their tags: others keep the files of the system that they are made from. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  RHEL: ["rhel", "centos", "rocky", "almalinux"],
  OL: ["ol"],
  SLES: ["sles", "sles_sap", "opensuse-leap"],
  UBUNTU: ["ubuntu"],
  DEBIAN: ["debian"],
};
const LOOK_ALIKE = "it is made from a system that is on the vendor's list, and is not on it itself";

function isLookAlike(tag: string, { osRelease }: ReleaseFiles): boolean {
  const id = /^ID=["']?([\w.-]+)/m.exec(osRelease ?? "")?.[1]?.toLowerCase();
  const known = IDS[/^[A-Z]+/.exec(tag)?.[0] ?? ""];
  return id !== undefined && known !== undefined && !known.includes(id);
}

function nameOf({ oracleRelease, redhatRelease, suseRelease, osRelease, lsbRelease, debianVersion }: ReleaseFiles): string {
  const pretty = /^PRETTY_NAME="?([^"\n]+)/m.exec(osRelease ?? "")?.[1] ?? /^DISTRIB_DESCRIPTION="?([^"\n]+)/m.exec(lsbRelease ?? "")?.[1];
  const name = firstLine(oracleRelease) ?? firstLine(redhatRelease) ?? pretty ?? firstLine(suseRelease) ?? debianName(debianVersion);
  return (name ?? "an unknown system").slice(0, 120);
}

const firstLine = (text: string | undefined): string | undefined => text?.trim().split("\n")[0]?.trim() || undefined;
const debianName = (text: string | undefined): string | undefined => (firstLine(text) ? `Debian ${firstLine(text)}` : undefined);

const SUPPORTED = OS_CATALOGUE.flatMap(({ family, covers }) => (family === "Linux" ? [covers] : [])).join("; ");

const unsupported = (name: string, reason: string | undefined): string =>
  `The Mobility service does not support ${name}${reason ? `: ${reason}` : ""}. Supported: ${SUPPORTED}`;
