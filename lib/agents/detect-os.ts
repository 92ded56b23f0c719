import { findOsRow, OS_CATALOGUE } from "./os-catalogue.js";

/** Texts of the release files in /etc; a file that is not there is absent. */
export type ReleaseFiles = Readonly<{
  oracleRelease?: string;
  redhatRelease?: string;
  suseRelease?: string;
  osRelease?: string;
  lsbRelease?: string;
  debianVersion?: string;
}>;

/** `name` is what the system calls itself. `reason` says which half of the support is missing. */
export type DetectedOs =
  | Readonly<{ supported: true; tag: string; name: string }>
  | Readonly<{ supported: false; reason: "OperatingSystem" | "Architecture"; name: string; message: string }>;

/**
 * The OS tag of a Linux machine, by the vendor's order: the first release file that is there decides, also when it then
 * matches no row (Ubuntu has a debian_version, Oracle Linux a redhat-release). `architecture` is what `uname -m` printed.
 */
export function detectOs(files: ReleaseFiles, architecture: string): DetectedOs {
  const name = nameOf(files);
  const tag = tagOf(files);
  if (!tag) return { supported: false, reason: "OperatingSystem", name, message: unsupported(name) };
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

type Rule = Readonly<{ text(files: ReleaseFiles): string | undefined; tags: readonly (readonly [RegExp, string])[] }>;

const RULES: readonly Rule[] = [
  {
    text: (files) => files.oracleRelease,
    tags: [
      [/Oracle Linux Server release 6\.([4-9]|\d\d)/, "OL6-64"],
      [/Oracle Linux Server release (7|8|9|10)\b/, "OL$1-64"],
    ],
  },
  {
    text: (files) => files.redhatRelease,
    tags: [
      [/(?:Red Hat Enterprise Linux Server|CentOS) release 5\.(?:[2-9]|10|11)\b/, "RHEL5-64"],
      [/(?:Red Hat Enterprise Linux (?:Server|Workstation)|CentOS(?: Linux)?) release 6\b/, "RHEL6-64"],
      [/(?:Red Hat Enterprise Linux (?:Server|Workstation)|CentOS Linux) release 7\b/, "RHEL7-64"],
      [/(?:Red Hat Enterprise Linux|CentOS Linux|Rocky Linux|AlmaLinux) release (8|9)\b/, "RHEL$1-64"],
      [/(?:Red Hat Enterprise Linux|Rocky Linux|AlmaLinux) release 10\b/, "RHEL10-64"],
    ],
  },
  {
    text: ({ suseRelease }) => (suseRelease && /VERSION = 1[12]\b/.test(suseRelease) ? suseRelease : undefined),
    tags: [
      [/VERSION = 11\b[\s\S]*PATCHLEVEL = ([34])\b/, "SLES11-SP$1-64"],
      [/VERSION = 12\b/, "SLES12-64"],
    ],
  },
  { text: ({ osRelease }) => (osRelease && /SLES|openSUSE Leap/.test(osRelease) ? osRelease : undefined), tags: [[/VERSION="(15|16)/, "SLES$1-64"]] },
  { text: (files) => files.lsbRelease, tags: [[/DISTRIB_RELEASE=((?:14|16|18|20|22|24|26)\.04)/, "UBUNTU-$1-64"]] },
  { text: (files) => files.debianVersion, tags: [[/^(7|8|9|10|11|12|13)\b/, "DEBIAN$1-64"]] },
];

function tagOf(files: ReleaseFiles): string | undefined {
  const rule = RULES.find(({ text }) => text(files) !== undefined);
  const text = rule?.text(files) ?? "";
  for (const [pattern, tag] of rule?.tags ?? []) {
    const match = pattern.exec(text);
    if (match) return findOsRow(tag.replace("$1", match[1] ?? ""))?.tag;
  }
  return undefined;
}

function nameOf({ oracleRelease, redhatRelease, suseRelease, osRelease, lsbRelease, debianVersion }: ReleaseFiles): string {
  const pretty = /^PRETTY_NAME="?([^"\n]+)/m.exec(osRelease ?? "")?.[1] ?? /^DISTRIB_DESCRIPTION="?([^"\n]+)/m.exec(lsbRelease ?? "")?.[1];
  const name = firstLine(oracleRelease) ?? firstLine(redhatRelease) ?? pretty ?? firstLine(suseRelease) ?? debianName(debianVersion);
  return (name ?? "an unknown system").slice(0, 120);
}

const firstLine = (text: string | undefined): string | undefined => text?.trim().split("\n")[0]?.trim() || undefined;
const debianName = (text: string | undefined): string | undefined => (firstLine(text) ? `Debian ${firstLine(text)}` : undefined);

const unsupported = (name: string): string =>
  `The Mobility service does not support ${name}. Supported: ${OS_CATALOGUE.filter(({ family }) => family === "Linux")
    .map(({ covers }) => covers)
    .join("; ")}`;
