import { createWriteStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import XMLBuilder from "fast-xml-builder";
import { ZipFile } from "yazl";
import { type About, DESCRIPTION, TAGS } from "./manifest.js";

/** The day that the files of a package are of, so that the same module makes the same package. */
const NO_DAY = new Date(Date.UTC(2000, 0, 1));

type Package = Readonly<{ version: string; folder: string; file: string; about: About }>;

/** The module as a NuGet package, as Publish-PSResource makes one: Install-PSResource takes it from a folder that is registered as a repository. */
export async function writePackage({ version, folder, file, about }: Package): Promise<void> {
  const zip = new ZipFile();
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text), name, { mtime: NO_DAY });
  add("[Content_Types].xml", xml(CONTENT_TYPES));
  add("_rels/.rels", xml(RELATIONS));
  add("MobilityFleet.nuspec", xml(nuspec(version, about)));
  for (const name of await filesIn(folder)) zip.addFile(join(folder, name), name, { mtime: NO_DAY });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

/** Their names from the folder on, with the separators of a zip. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).replaceAll("\\", "/"))
    .toSorted();
}

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });

const xml = (content: object): string => `<?xml version="1.0" encoding="utf-8"?>\n${builder.build(content)}`;

const nuspec = (version: string, { projectUri, licenseUri, releaseNotes }: About) => ({
  package: {
    "@_xmlns": "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd",
    metadata: {
      ...{ id: "MobilityFleet", version, authors: "Mobility Fleet", description: DESCRIPTION, copyright: "MIT licence" },
      ...{ requireLicenseAcceptance: "false", licenseUrl: licenseUri, projectUrl: projectUri, releaseNotes },
      tags: [...TAGS, "PSModule"].join(" "),
    },
  },
});

const CONTENT_TYPES = {
  Types: {
    "@_xmlns": "http://schemas.openxmlformats.org/package/2006/content-types",
    Default: [
      { "@_Extension": "rels", "@_ContentType": "application/vnd.openxmlformats-package.relationships+xml" },
      ...["nuspec", "psd1", "psm1", "ps1", "ps1xml", "txt"].map((extension) => ({
        "@_Extension": extension,
        "@_ContentType": "application/octet-stream",
      })),
    ],
  },
};

const RELATIONS = {
  Relationships: {
    "@_xmlns": "http://schemas.openxmlformats.org/package/2006/relationships",
    Relationship: {
      ...{ "@_Type": "http://schemas.microsoft.com/packaging/2010/07/manifest", "@_Target": "/MobilityFleet.nuspec", "@_Id": "manifest" },
    },
  },
};
