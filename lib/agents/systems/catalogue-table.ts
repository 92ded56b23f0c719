import { RELEASE_LIST, RELEASES_A_HOP, releasesBetween } from "../versions/releases.js";
import type { Release } from "../versions/releases-schema.js";
import { CATALOGUE, filePattern, OS_CATALOGUE } from "./os-catalogue.js";
import type { OsRow } from "./os-catalogue-schema.js";

/** The text of docs/installers.md: every operating system and its installer, how systems are told apart, and every release. */
export function catalogueTable(): string {
  return [
    "# Operating systems, installers and releases",
    "",
    "This text is made from `lib/agents/data/operating-systems.json` and `lib/agents/data/update-rollups.json`; a test compares them.",
    "",
    `Each system takes the installer of its tag. All are 64-bit only (x86_64). Compared with Microsoft's lists on ${CATALOGUE.asOf}; its downloads are listed at`,
    `<${CATALOGUE.downloads}>.`,
    "",
    "| installer file | operating system | packing | remarks |",
    "| --- | --- | --- | --- |",
    ...OS_CATALOGUE.map(systemRow),
    "",
    "Jobs act on Windows machines over OpenSSH.",
    "Installers that are downloaded by hand belong, for Microsoft's own push, also into the repository folder of the configuration server and of every scale-out process",
    "server (`%ProgramData%\\ASR\\home\\svsystems\\pushinstallsvc\\repository`); then restart the service InMage PushInstall there.",
    "",
    "`Get-AsrMobilityServiceInstaller` lists what was imported, with `Missing` the systems that have nothing in the catalogue, each with the reason and where to get it.",
    "",
    "## How a system is detected",
    "",
    "In Microsoft's order: the first file that is there decides, also when it then fits no row.",
    "",
    "| | file | tag | when its text matches |",
    "| --- | --- | --- | --- |",
    ...CATALOGUE.detectionOrder.flatMap(({ file, when }, i) => detectionRows(i + 1, file, when)),
    "",
    "What people try and what is refused, with the reason that a job gives:",
    "",
    "| file | when its text matches | reason |",
    "| --- | --- | --- |",
    ...CATALOGUE.unsupported.map(({ file, pattern, reason }) => `| ${file} | ${code(pattern)} | ${reason} |`),
    "",
    "## Releases",
    "",
    `An update crosses at most ${RELEASES_A_HOP} releases at once, and Microsoft supports the newest release and the ${RELEASES_A_HOP} before it. A release is a row of this list; rollups that`,
    `bring a newer build of the same minor number are one release. Minor numbers that are not listed are not known: they count as releases, and answers then say`,
    `\`MinorNumbers\` instead of \`ReleaseList\`. Compared with Microsoft's list of ${RELEASE_LIST.asOf}.`,
    "",
    "| release | update rollup | version of the agent | month | supported at that day | remarks |",
    "| --- | --- | --- | --- | --- | --- |",
    ...RELEASE_LIST.releases.map(releaseRow),
    "",
    "## To add a row",
    "",
    "Both files name their schema, so that an editor checks and completes them; the app checks them again when it starts. Write the row, run",
    "`npx vitest run test/agents -u` (it writes this page anew) and build. A system needs a `sample` of the file that decides; the tests detect it by that.",
    "",
  ].join("\n");
}

const code = (pattern: string): string => `\`${pattern.replaceAll("|", "\\|")}\``;

function systemRow(row: OsRow): string {
  const remarks = [
    row.unpublished && "Known to Microsoft's detection; not in its list of downloads so far.",
    row.firstVersion && `From ${row.firstVersion} on.`,
    row.manualDownload &&
      `Downloaded by hand${row.manualDownload.since ? ` since ${row.manualDownload.since}` : ""}: Microsoft's servers do not bring it any more.`,
    row.note,
  ];
  return `| ${filePattern(row).replaceAll("*", "\\*").replaceAll("_", "\\_")} | ${row.covers} | ${row.packing} | ${remarks.filter(Boolean).join(" ")} |`;
}

function detectionRows(place: number, file: string, when: string | undefined): readonly string[] {
  const only = when ? ` (only when it matches ${code(when)})` : "";
  return OS_CATALOGUE.flatMap(({ tag, detect }) =>
    detect?.file === file ? [`| ${place} | ${file}${only} | ${tag} | ${code(detect.pattern)} |`] : [],
  );
}

function releaseRow({ version, rollups, withdrawn, note }: Release): string {
  const newest = RELEASE_LIST.releases.at(-1)?.version ?? version;
  const supported = !withdrawn && releasesBetween(version, newest).count <= RELEASES_A_HOP ? "yes" : "";
  const column = (read: (rollup: Release["rollups"][number]) => string | undefined) => rollups.map((rollup) => read(rollup) ?? "?").join(", ");
  const cells = [column(({ number }) => `${number}`), column(({ agent }) => agent), column(({ date }) => date)];
  return `| ${version} | ${cells.join(" | ")} | ${supported} | ${withdrawn ? `Not a release. ${withdrawn}` : (note ?? "")} |`;
}
