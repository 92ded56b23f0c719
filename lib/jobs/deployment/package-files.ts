import { createHash } from "node:crypto";
import { antivirusExclusions, antivirusNote } from "../../agents/antivirus/exclusions.js";
import type { ZipEntry } from "../zip/zip.js";
import { linuxFiles } from "./linux-files.js";
import { familiesOf, isForWindows, type PackagePlan, plainTime } from "./package-plan.js";
import { packageReadme } from "./package-readme.js";
import { windowsFiles } from "./windows-files.js";

type TextFile = ZipEntry & Readonly<{ text: string }>;

/** Every file of a package but the installers, with a manifest and digests of all of them. */
export function packageFiles(plan: PackagePlan): readonly TextFile[] {
  const files: readonly TextFile[] = [
    { name: "README.md", text: packageReadme(plan) },
    { name: "antivirus.txt", text: antivirusText(plan) },
    ...linuxFiles(plan),
    ...windowsFiles(plan),
  ];
  const digests = [
    ...files.map(({ name, text }) => ({ name, sha256: createHash("sha256").update(text).digest("hex"), sizeBytes: Buffer.byteLength(text) })),
    ...plan.installers.flatMap((one) => (one.url ? [] : [{ name: installerPath(one), sha256: one.sha256, sizeBytes: one.sizeBytes }])),
  ];
  const manifest = { name: "manifest.json", text: manifestText(plan, digests) };
  const sums = [...digests, { name: manifest.name, sha256: createHash("sha256").update(manifest.text).digest("hex") }];
  return [...files, manifest, { name: "SHA256SUMS", text: sums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("") }];
}

/** Where an installer lies in the package. */
export const installerPath = (installer: Readonly<{ osTag: string; fileName: string }>): string =>
  `${isForWindows(installer) ? "windows" : "linux"}/installers/${installer.fileName}`;

/** The links stand in installers.tsv alone: a manifest is kept and shown around. */
function manifestText({ madeAt, fabric, installers, linksEnd }: PackagePlan, files: readonly object[]): string {
  const { name, generation, serverAddress } = fabric;
  const listed = installers.map(({ osTag, version, fileName, sha256, sizeBytes, url }) => {
    return { osTag, version, fileName, sha256, sizeBytes, included: url === undefined };
  });
  const manifest = { madeAt: plainTime(madeAt), fabric: name, generation, serverAddress, ...(linksEnd && { linksEnd: plainTime(linksEnd) }) };
  return `${JSON.stringify({ ...manifest, installers: listed, files }, null, 2)}\n`;
}

function antivirusText({ fabric: { generation }, installers }: PackagePlan): string {
  return familiesOf(installers)
    .flatMap((family) => [
      `# ${family}, ${generation}`,
      ...[antivirusNote(family) ?? []].flat().map((note) => `# ${note}`),
      ...antivirusExclusions({ family, generation }).map(
        ({ path, source, why }) => `${path}\t# ${why} (${source === "vendor" ? "the vendor's list" : "not in the vendor's list"})`,
      ),
      "",
    ])
    .join("\n");
}
