import { foreignText } from "../core/foreign-text.js";

/** What a machine showed for a support bundle. `complete`: it came to its end. */
export type SupportFiles = Readonly<{ files: readonly Readonly<{ name: string; text: string }>[]; complete: boolean }>;

/** So many files are read, and so many characters of each and of all: what the script sends is less. */
const MOST_FILES = 200;
const MOST_OF_ONE = 1024 * 1024;
const MOST_OF_ALL = 16 * 1024 * 1024;

/** Reads files that stand each behind a line `<mark> <name>`; the last is called `end`. */
export function readSupportFiles(output: string, mark: string): SupportFiles {
  const parts = output
    .slice(0, MOST_OF_ALL)
    .split(`\n${mark} `, MOST_FILES + 1)
    .slice(1);
  const files = parts.flatMap((part) => {
    const end = part.indexOf("\n");
    const name = part.slice(0, end);
    return end < 0 || name === "end" ? [] : [{ name: name.slice(0, 300), text: foreignText(part.slice(end + 1, end + 1 + MOST_OF_ONE)) }];
  });
  return { files, complete: output.includes(`\n${mark} end\n`) };
}
