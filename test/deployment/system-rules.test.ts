import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { posixPattern, systemRules } from "../../lib/agents/deployment/system-rules.js";
import { detectOs, RELEASE_KEYS, type ReleaseFiles } from "../../lib/agents/linux/detect-os.js";
import { CATALOGUE, OS_CATALOGUE } from "../../lib/agents/systems/os-catalogue.js";
import { compareVersions, isAtVersion } from "../../lib/agents/versions/version.js";
import { packageFiles } from "../../lib/jobs/deployment/package-files.js";
import { POSES, releaseFiles } from "../../local/lab/machine/poses.js";
import { plan } from "./plan.js";

const PROBE_NAMES = {
  oracleRelease: "oracle-release",
  redhatRelease: "redhat-release",
  suseRelease: "suse-release",
  osRelease: "os-release",
  lsbRelease: "lsb-release",
  debianVersion: "debian-version",
} as const;

/** Systems beside those of the lab: near misses, and files that several systems have. */
const MORE: Readonly<Record<string, ReleaseFiles>> = {
  "Oracle Linux 6.3": { oracleRelease: "Oracle Linux Server release 6.3\n" },
  "Oracle Linux 6.10": { oracleRelease: "Oracle Linux Server release 6.10\n" },
  "CentOS 5.1": { redhatRelease: "CentOS release 5.1\n" },
  "CentOS 5.11": { redhatRelease: "CentOS release 5.11 (Final)\n" },
  "CentOS Stream": { redhatRelease: "CentOS Stream release 9\n" },
  Rocky: { redhatRelease: "Rocky Linux release 10.0 (Red Quartz)\n", osRelease: 'NAME="Rocky Linux"\n' },
  "openSUSE Leap": { osRelease: 'NAME="openSUSE Leap"\nVERSION="15.5"\n' },
  "SUSE 10": { suseRelease: "SUSE Linux Enterprise Server 10\nVERSION = 10\nPATCHLEVEL = 4\n", debianVersion: "9.1\n" },
  "SUSE 11 SP2": { suseRelease: "SUSE Linux Enterprise Server 11\nVERSION = 11\nPATCHLEVEL = 2\n" },
  "Ubuntu 23.10": { lsbRelease: "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=23.10\n", debianVersion: "12.0\n" },
  "Debian testing": { debianVersion: "trixie/sid\n" },
  "Debian 70": { debianVersion: "70.1\n" },
  nothing: {},
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "deployment-"));
  const [systems] = packageFiles(plan()).filter(({ name }) => name === "linux/systems.tsv");
  await writeFile(join(folder, "systems.tsv"), systems?.text ?? "");
});
afterAll(() => rm(folder, { recursive: true }));

const COMMON = readFileSync(join(import.meta.dirname, "../../lib/agents/deployment/linux/common.sh"), "utf8");
/** Runs sh text after the functions of the package's scripts, several questions in one process. */
const ask = (text: string, input = "") => execFileSync("sh", ["-c", `here=${folder}\n${COMMON}\n${text}`], { encoding: "utf8", input });

describe("a package", () => {
  it("tells every system by the same tag as the service does", () => {
    const systems: readonly (readonly [string, ReleaseFiles])[] = [
      ...Object.keys(POSES).map((pose) => [pose, filesOf(pose as keyof typeof POSES)] as const), // the names of the poses
      ...Object.entries(MORE),
      ...CATALOGUE.systems.flatMap(({ tag, detect, sample }) => (detect && sample ? [[tag, { [RELEASE_KEYS[detect.file]]: sample }] as const] : [])),
      ...CATALOGUE.unsupported.map(({ file, sample, reason }) => [reason, { [RELEASE_KEYS[file]]: sample }] as const),
    ];
    const questions = systems.map(([, files]) => `seen='${seenOf(files)}'\nfind_tag\necho "$tag"`);
    const answers = ask(questions.join("\n")).split("\n");
    const expected = systems.map(([name, files]) => {
      const os = detectOs(files, "x86_64");
      return [name, os.supported ? os.tag : ""];
    });
    expect(systems.map(([name], i) => [name, answers[i]])).toEqual(expected);
    expect(new Set(answers).size).toBeGreaterThan(20);
  });

  it("tells no tag on a machine that is not x86-64", () => {
    expect(ask(`seen='${seenOf({ debianVersion: "12.1\n" }).replace("x86_64", "aarch64")}'\nfind_tag\necho "[$tag]"`)).toBe("[]\n");
  });

  it("has a rule for every Linux tag of the catalogue, not for six", () => {
    const tags = new Set(systemRules().map(({ tag }) => tag));
    expect(OS_CATALOGUE.filter(({ family, tag }) => family === "Linux" && !tags.has(tag))).toEqual([]);
  });

  it("compares versions as the service does", () => {
    const versions = ["9.62.7096.1", "9.62.7172.1", "9.62.0.0", "9.62.7096.0", "9.65.7417.1", "9.65.0.0", "9.64.7374.1", "10.1.0.1"];
    const pairs = versions.flatMap((a) => versions.map((b) => [a, b] as const));
    const answers = ask(pairs.map(([a, b]) => `if is_at ${a} ${b}; then at=true; else at=false; fi; echo "$(compare ${a} ${b}) $at"`).join("\n"));
    expect(answers.trim().split("\n")).toEqual(pairs.map(([a, b]) => `${Math.sign(compareVersions(a, b))} ${isAtVersion(a, b)}`));
  });
});

it("refuses a pattern that awk does not know", () => {
  expect(posixPattern("release 5(?:\\.1)?\\b")).toBe("release 5(\\.1)?([^0-9A-Za-z_]|$)");
  expect(() => posixPattern("release 5(?!\\.)")).toThrow(/cannot be said to awk/);
});

function filesOf(pose: keyof typeof POSES): ReleaseFiles {
  const files: Readonly<Record<string, string>> = releaseFiles(pose);
  return Object.fromEntries(Object.entries(RELEASE_KEYS).flatMap(([path, field]) => (files[path] === undefined ? [] : [[field, files[path]]])));
}

/** What probe.sh prints of such a machine. */
function seenOf(files: ReleaseFiles): string {
  const lines = Object.entries(PROBE_NAMES).flatMap(
    ([field, name]) =>
      (files[field as keyof ReleaseFiles] ?? "")
        .split("\n")
        .filter(Boolean)
        .map((line) => `${name} ${line}`), // the keys of PROBE_NAMES
  );
  return ["architecture x86_64", ...lines].join("\n");
}
