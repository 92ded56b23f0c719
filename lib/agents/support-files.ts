/** What a machine showed for a support bundle. `complete`: it came to its end. */
export type SupportFiles = Readonly<{ files: readonly Readonly<{ name: string; text: string }>[]; complete: boolean }>;

/** Reads files that stand each behind a line `<mark> <name>`; the last is called `end`. */
export function readSupportFiles(output: string, mark: string): SupportFiles {
  const files = output
    .split(`\n${mark} `)
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf("\n");
      const name = part.slice(0, end);
      return end < 0 || name === "end" ? [] : [{ name, text: part.slice(end + 1) }];
    });
  return { files, complete: output.includes(`\n${mark} end\n`) };
}
