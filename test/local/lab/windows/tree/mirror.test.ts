import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { debianMirror } from "../../../../../local/lab/windows/tree/mirror.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-apt-"));
  mkdirSync(join(folder, "sources.list.d"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("takes the mirror of Debian from either form of apt's sources, and no other archive", async () => {
  writeFileSync(join(folder, "sources.list"), "# deb http://old.example/debian bookworm main\ndeb https://other.example/node_20.x nodistro main\n");
  expect(await debianMirror(folder)).toBeNull();
  writeFileSync(join(folder, "sources.list.d/debian.sources"), "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n");
  expect(await debianMirror(folder)).toBe("http://mirror.example/debian");
  writeFileSync(join(folder, "sources.list"), "deb [signed-by=/k.gpg] https://first.example/debian/ trixie main\n");
  expect(await debianMirror(folder)).toBe("https://first.example/debian/");
});

it("finds none where apt is not", async () => {
  expect(await debianMirror(join(folder, "absent"))).toBeNull();
});
