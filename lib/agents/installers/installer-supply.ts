import { CATALOGUE, filePattern, findOsRow } from "../systems/os-catalogue.js";
import { isNewerRelease } from "../versions/version.js";

/** Why an installer may not be at hand, in whole sentences, and how to come by it. */
export type Supply = Readonly<{ reason?: string; cure: string }>;

/** Where the installers of an operating system come from. `version`: the one that is wanted; without it any. */
export function supplyOf(osTag: string, version?: string): Supply {
  const row = findOsRow(osTag);
  if (!row) return { cure: "Import it into the catalogue." };
  const file = `${filePattern(row)}${version ? ` of ${version}` : ""}`;
  if (row.unpublished)
    return {
      reason: `Microsoft has published no installer for ${row.covers} so far.`,
      cure: `Look for ${file} in Microsoft's list of downloads (${CATALOGUE.downloads}); there is no other way to the Mobility service on this system.`,
    };
  if (version && row.firstVersion && isNewerRelease(row.firstVersion, version))
    return {
      reason: `${row.covers} is supported from ${row.firstVersion} on.`,
      cure: `Update the servers of the fabric to ${row.firstVersion} or later, and import ${filePattern(row)} of that version.`,
    };
  if (row.manualDownload)
    return {
      reason: `${retired(osTag)}.`,
      cure: `Download ${file} by hand from Microsoft's list (${CATALOGUE.downloads}) and import it into the catalogue.`,
    };
  return { cure: `Import ${file} into the catalogue (it lies in the repository of the server, and in ${CATALOGUE.downloads}).` };
}

/** Says that the installers of a system must be downloaded by hand, and since when; undefined for all others. */
export function retired(osTag: string): string | undefined {
  const row = findOsRow(osTag);
  if (!row?.manualDownload) return undefined;
  const { since } = row.manualDownload;
  return `Microsoft has not shipped the installer for ${row.covers} with its servers ${since ? `since ${since}` : "any more"}; it must be downloaded by hand`;
}
