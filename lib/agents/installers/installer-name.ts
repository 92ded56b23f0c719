import { FleetError } from "../../core/errors.js";
import { findOsRow } from "../systems/os-catalogue.js";
import type { OsRow } from "../systems/os-catalogue-schema.js";
import { parseVersion } from "../versions/version.js";

/** What the file name of an installer says. `buildDate` is yyyy-mm-dd, `osTag` spelled as in the catalogue. */
export type InstallerName = Readonly<{ version: string; osTag: string; buildDate: string; kind: "tar.gz" | "exe" }>;

/** Reads `Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz` without regard to case; InvalidParameter otherwise. */
export function parseInstallerName(fileName: string): InstallerName {
  const match = PATTERN.exec(fileName);
  if (!match) throw refuse(fileName, `Expected ${EXPECTED}`);
  const [, version = "", tag = "", date = "", kind = ""] = match;
  const row = findOsRow(tag);
  if (!row) throw refuse(fileName, `"${tag}" is no known OS tag`);
  if ((row.packing === "exe") !== (kind.toLowerCase() === "exe")) throw refuse(fileName, `${row.tag} installers end in ${extension(row)}`);
  return { version: checkedVersion(fileName, version), osTag: row.tag, buildDate: isoDate(fileName, date), kind: extension(row) };
}

const PATTERN = /^Microsoft-ASR_UA_([\d.]{3,40})_([A-Za-z0-9.-]{1,40})_GA_([0-9A-Za-z]{9})_release\.(tar\.gz|exe)$/i;
const EXPECTED = "Microsoft-ASR_UA_<version>_<OS tag>_GA_<ddMonYYYY>_release.tar.gz (Linux) or ….exe (Windows)";
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const extension = (row: OsRow): "exe" | "tar.gz" => (row.packing === "exe" ? "exe" : "tar.gz");

function checkedVersion(fileName: string, version: string): string {
  try {
    return parseVersion(version).join(".");
  } catch {
    throw refuse(fileName, `"${version}" is no version such as 9.62.7096.1`);
  }
}

function isoDate(fileName: string, text: string): string {
  const [, day = "", month = "", year = ""] = /^(\d\d)([a-z]{3})(\d{4})$/i.exec(text) ?? [];
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  const date = new Date(Date.UTC(Number(year), monthIndex, Number(day)));
  if (monthIndex === -1 || Number(year) < 2000 || date.getUTCDate() !== Number(day)) throw refuse(fileName, `"${text}" is no date such as 20Jun2024`);
  return date.toISOString().slice(0, 10);
}

const refuse = (fileName: string, why: string): FleetError =>
  new FleetError(
    "InvalidParameter",
    `"${fileName.slice(0, 200)}" is not the name of a Mobility service installer: ${why}. Keep the name that it was downloaded with`,
    {
      target: "FileName",
    },
  );
