import { antivirusExclusions, antivirusNote } from "../../agents/antivirus/exclusions.js";
import { serverExclusions } from "../../agents/antivirus/server-exclusions.js";
import { PACKAGE_EXIT_CODES } from "../../agents/deployment/exit-codes.js";
import { oldestDirect } from "../../agents/deployment/oldest-direct.js";
import { secretWays } from "../../agents/deployment/secret-ways.js";
import { SECRET_FILE } from "../../agents/secret-file.js";
import { findOsRow } from "../../agents/systems/os-catalogue.js";
import { azureVmAgentNotes } from "../../agents/vm-agent/notes.js";
import { configurationManagerSteps } from "./configuration-manager.js";
import { SECRET_NAMES } from "./package-config.js";
import { familiesOf, isForWindows, type PackagePlan, type PackedInstaller, plainTime } from "./package-plan.js";

/** The document of a package, for whoever opens it without knowing where it came from. */
export function packageReadme(plan: PackagePlan): string {
  const hasLinux = plan.installers.some((one) => !isForWindows(one));
  const windows = plan.installers.find(isForWindows);
  const sections = [
    introduction(plan),
    installers(plan),
    secret(plan),
    ...(hasLinux ? [linux(plan)] : []),
    ...(windows ? [windowsText(plan), configurationManagerSteps({ version: windows.version, secretFile: SECRET_FILE[plan.fabric.generation] })] : []),
    exitCodes(),
    antivirus(plan),
    azureVmAgent(plan),
    AFTERWARDS,
    ...(windows ? [NOT_RUN] : []),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const introduction = ({ fabric, madeAt }: PackagePlan) => [
  "# Mobility service: deployment package",
  "",
  `Installs, updates, registers and removes the Mobility service of Azure Site Recovery on machines of the fabric ${fabric.friendlyName}`,
  `(${fabric.generation}, server ${fabric.serverAddress ?? fabric.friendlyName}). Made ${plainTime(madeAt)}. manifest.json lists every file; check them with \`sha256sum -c SHA256SUMS\`.`,
];

const installers = ({ installers: all, linksEnd }: PackagePlan) => [
  "## Installers",
  "",
  "| OS tag | systems | version | updates from | SHA-256 |",
  "| --- | --- | --- | --- | --- |",
  ...all.map(
    ({ osTag, version, sha256 }) => `| ${osTag} | ${findOsRow(osTag)?.covers ?? ""} | ${version} | ${oldestDirect(version, osTag)} | ${sha256} |`,
  ),
  "",
  ...all.flatMap(({ osTag }) => notesOf(osTag)),
  ...(linksEnd ? linked(all, linksEnd) : ["All of them are in this package."]),
];

const notesOf = (osTag: string): readonly string[] => {
  const note = findOsRow(osTag)?.note;
  return note === undefined ? [] : [`${osTag}: ${note}`, ""];
};

const linked = (all: readonly PackedInstaller[], linksEnd: Date) => [
  `They are fetched by links that are good until ${plainTime(linksEnd)}; whoever has this package can read them until then, and nothing else. For later, put the files`,
  `into \`linux/installers\` or \`windows/installers\` (${all.length} of them), or make a new package. Systems whose SSL library is older than TLS 1.2 (such as RHEL 5, SLES 11, Windows`,
  "Server 2008 R2 without updates) cannot fetch: make the package with its installers for them.",
];

const secret = ({ fabric: { generation }, installers: all }: PackagePlan) => [
  "## The registration secret",
  "",
  `An agent registers with the ${SECRET_NAMES[generation]}. It is **not in this package**: whoever can read a package, its distribution points or the cache of a client`,
  "would have it. Give it in a file of its own that only root, or only administrators and the system, can read; the scripts refuse one that is open to others, hand it on by",
  "its name, never on a command line, and remove their own copy.",
  "",
  ...secretWays(generation, familiesOf(all)).map((way) => `- ${way}`),
];

const linux = ({ fabric: { generation } }: PackagePlan) => [
  "## Linux",
  "",
  "```sh",
  `sudo sh linux/install.sh                                  # secret in /root/${SECRET_FILE[generation]}`,
  "sudo sh linux/install.sh --secret-file /etc/asr/secret    # or elsewhere",
  "sudo sh linux/install.sh --no-register                    # Mobility Fleet registers it later",
  "sh linux/detect.sh                                        # prints the version and exits 0 when there is nothing to do",
  "sudo sh linux/uninstall.sh",
  "```",
  "",
  "One script for every system above: it tells the system as the vendor's own tools do, and takes its installer. It may run again: what is there stays, an older agent is",
  "updated, a newer one is left alone, one of another server is not touched. Its log is `/var/log/mobility-service-package.log`. Configuration Manager has had no client for Linux",
  "since its version 1902; older sites run the same commands as a program of a package, and what distributes files and runs a command (Ansible, Salt, a loop over ssh) does as well.",
];

const windowsText = ({ fabric: { generation } }: PackagePlan) => [
  "## Windows",
  "",
  "As administrator:",
  "",
  "```bat",
  `windows\\install.cmd                                        rem secret in %ProgramData%\\MobilityServiceSecret\\${SECRET_FILE[generation]}`,
  `windows\\install.cmd -SecretFile \\\\server\\secret$\\${SECRET_FILE[generation]}`,
  "windows\\install.cmd -NoRegister",
  "windows\\uninstall.cmd",
  "```",
  "",
  "Needs PowerShell 2.0 or later and what the installer itself needs (newer ones .NET 4.6.2). Its log is `%ProgramData%\\ASRSetupLogs\\MobilityServicePackage.log`, the installer's",
  "own logs are beside it.",
];

const exitCodes = () => [
  "## Exit codes",
  "",
  "| code | on Windows | meaning | cure |",
  "| --- | --- | --- | --- |",
  ...PACKAGE_EXIT_CODES.map(({ code, windows = code, meaning, cure }) => `| ${code} | ${windows} | ${meaning} | ${cure} |`),
  "",
  "Any other code is that of the vendor's installer, configurator or uninstaller, handed on as it came. A code by which it claims success (Linux 0, 12, 98, 209; Windows 0, 12, 98, 1641, 3010) is",
  "never believed: the version is read from the machine afterwards, and on Windows driver and registration, too. On Windows 3010 is a recommended restart and 1641 a mandatory one;",
  "they are handed on apart, and nothing here restarts the machine.",
];

const antivirus = ({ fabric: { generation }, installers: all }: PackagePlan) => [
  "## Anti-virus",
  "",
  "Exclude these folders before the installation (also in antivirus.txt):",
  "",
  ...familiesOf(all).flatMap((family) =>
    antivirusExclusions({ family, generation }).map(
      ({ path, why, source }) => `- \`${path}\`: ${why}${source === "vendor" ? ", the vendor's list" : ", not in the vendor's list"}`,
    ),
  ),
  ...familiesOf(all)
    .flatMap((family) => antivirusNote(family) ?? [])
    .flatMap((note) => ["", note]),
  "",
  "The servers of the fabric have lists of their own, by their role:",
  "",
  ...serverExclusions(generation).map(
    ({ role, paths, example }) => `- ${role}: ${[...paths, ...(example ? [`${example} (wherever it was installed)`] : [])].join(", ")}`,
  ),
];

const azureVmAgent = ({ installers: all }: PackagePlan) => [
  "## Azure VM agent",
  "",
  ...new Set(all.flatMap(({ osTag, version }) => azureVmAgentNotes(osTag, version)).map((note) => `- ${note}`)),
];

const AFTERWARDS = [
  "## Afterwards",
  "",
  "Mobility Fleet adopts the machine as it is, without installing anything: list it (`New-AsrProtectableItem`), look at it (`Test-AsrMobilityService`, or its own next look), make it a protected item",
  "(`New-AsrReplicationProtectedItem`). From then on `Update-AsrMobilityService` updates it.",
];

const NOT_RUN = [
  "## What was not run",
  "",
  "The Linux scripts are run by the tests of Mobility Fleet on machines of its lab with stand-ins for the installers. The Windows scripts were **not run on Windows**: their text is",
  "tested, and their syntax and decisions in the engine of PowerShell 7. Try them on one machine first.",
];
