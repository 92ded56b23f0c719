import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Every file of the project that Git knows or would add, by its path from the root. */
export const FILES: readonly string[] = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((path) => path !== "" && existsSync(path));

export const sourcesIn = (...folders: readonly string[]): readonly string[] =>
  FILES.filter((path) => /\.(ts|mjs)$/.test(path) && folders.some((folder) => path.startsWith(`${folder}/`)));

/** Where a pattern is found, each as `path:line: text`. */
export const linesWith = (pattern: RegExp, paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );
