import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { which } from "../../../local/lab/base-tree.js";
import { findGround } from "../../../local/lab/ground.js";
import { LAB_DIR } from "./here.js";

const path = process.env.PATH;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-ground-"));
  process.env.PATH = `${folder}:${path}`;
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

it("takes for a program what can be executed, not what has its name", async () => {
  symlinkSync("/dev/null", join(folder, "sh"));
  expect(await which("sh")).toMatch(/^\/(usr\/)?bin\/sh$/);
  writeFileSync(join(folder, "lab-thing"), "");
  expect(await which("lab-thing")).toBeNull();
  writeFileSync(join(folder, "lab-thing"), "#!/bin/sh\n");
  chmodSync(join(folder, "lab-thing"), 0o644);
  expect(process.getuid?.() === 0 || (await which("lab-thing")) === null).toBe(true);
  chmodSync(join(folder, "lab-thing"), 0o755);
  expect(await which("lab-thing")).toBe(join(folder, "lab-thing"));
});

it("simulates machines where namespaces are refused, and only when it may", async () => {
  writeFileSync(join(folder, "unshare"), "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n", { mode: 0o755 });
  await expect(findGround(LAB_DIR)).rejects.toThrow(/user namespaces for everybody; tried .*Operation not permitted/s);
  expect(await findGround(LAB_DIR, undefined, { simulated: true })).toMatchObject({ isolation: "simulated", secondAccount: false, sudo: false });
});
