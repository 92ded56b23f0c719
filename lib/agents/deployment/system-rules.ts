import { CATALOGUE } from "../systems/os-catalogue.js";

/** One line of the file by which a package's scripts tell the OS tag; the patterns are awk's, for the text of the file with its lines joined by blanks. */
export type SystemRule = Readonly<{ field: string; when: string; pattern: string; tag: string }>;

/** The catalogue's rules in the vendor's order, so that a package knows every system that the service knows. */
export const systemRules = (): readonly SystemRule[] =>
  CATALOGUE.detectionOrder.flatMap(({ file, when }) =>
    CATALOGUE.systems.flatMap(({ tag, detect }) =>
      detect?.file === file ? [{ field: fieldOf(file), when: posixPattern(when ?? "."), pattern: posixPattern(detect.pattern), tag }] : [],
    ),
  );

/** The name under which scripts/probe.sh prints the file: /etc/SuSE-release is suse-release, /etc/debian_version debian-version. */
const fieldOf = (file: string): string => file.replace("/etc/", "").replace("_", "-").toLowerCase();

/** What JavaScript writes and an extended regular expression of POSIX does not know. Throws for what has no such counterpart. */
export function posixPattern(pattern: string): string {
  const translated = pattern
    .replaceAll(SOME_LINES, ".*")
    .replaceAll(REST_OF_LINE, ".*")
    .replaceAll("(?:", "(")
    .replaceAll("[\\s\\S]*", ".*")
    .replaceAll("\\s", "[[:space:]]")
    .replaceAll("\\d", "[0-9]")
    .replaceAll("\\b", "([^0-9A-Za-z_]|$)");
  if (/\(\?|\\[a-zA-Z]|\t/.test(translated)) throw new TypeError(`the pattern ${pattern} of the catalogue cannot be said to awk`);
  return translated;
}

/** How the catalogue says that lines may be between; a blank stands for their ends in what awk sees, and not every awk counts. */
const SOME_LINES = "(?:[^\\n]{0,200}\\n){0,4}";
const REST_OF_LINE = "[^\\n]{0,200}\\n";
