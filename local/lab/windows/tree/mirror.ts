import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const APT = "/etc/apt";

/** The mirror of Debian that apt uses on this machine, or null. */
export async function debianMirror(folder = APT): Promise<string | null> {
  const names = await readdir(join(folder, "sources.list.d")).catch(() => []); // absent where apt is
  const files = [join(folder, "sources.list"), ...names.toSorted().map((name) => join(folder, "sources.list.d", name))];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => /^(deb |URIs:)/.test(line));
  return lines.flatMap((line) => line.split(" ")).find((word) => /^https?:\/\/.*\/debian\/?$/.test(word)) ?? null;
}
