import data from "../data/operating-systems.json" with { type: "json" };
import { OsCatalogue, type OsRow } from "./os-catalogue-schema.js";

/** The catalogue of operating systems as data/operating-systems.json has it. To add a system, add its row there. */
export const CATALOGUE = OsCatalogue.parse(data);

/** Every OS tag. */
export const OS_CATALOGUE: readonly OsRow[] = CATALOGUE.systems;

/** The row of a tag, without regard to case. */
export const findOsRow = (tag: string): OsRow | undefined => OS_CATALOGUE.find((row) => row.tag.toLowerCase() === tag.toLowerCase());

/** The installers of a row as the vendor's documents name them. */
export const filePattern = ({ tag, packing }: OsRow): string => `Microsoft-ASR_UA*${tag}*release.${packing === "exe" ? "exe" : "tar.gz"}`;
