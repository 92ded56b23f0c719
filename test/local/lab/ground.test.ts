import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { which } from "../../../local/lab/disk/which.js";
import { findGround } from "../../../local/lab/ground.js";
import { runLocal } from "../../../local/lab/run-local.js";
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
  mkdirSync(join(folder, "lab-folder"));
  writeFileSync(join(folder, "lab-empty"), "", { mode: 0o755 });
  writeFileSync(join(folder, "lab-text"), "#!/bin/sh\n", { mode: 0o644 });
  writeFileSync(join(folder, "lab-program"), "#!/bin/sh\n", { mode: 0o755 });
  const names = ["lab-folder", "lab-empty", "lab-text", "lab-program"];
  expect(await Promise.all(names.map(which))).toEqual([null, null, null, join(folder, "lab-program")]);
});

it("runs root's programs also where PATH lacks their folders, as an ordinary user's does", async () => {
  process.env.PATH = "/usr/bin:/bin";
  expect(await runLocal(["chroot", "--version"])).toMatchObject({ exitCode: 0 });
});

it("simulates machines where namespaces are refused, and only when it may", async () => {
  writeFileSync(join(folder, "unshare"), "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n", { mode: 0o755 });
  await expect(findGround(LAB_DIR)).rejects.toThrow(/user namespaces for everybody; tried .*Operation not permitted/s);
  expect(await findGround(LAB_DIR, undefined, { simulated: true })).toMatchObject({ isolation: "simulated", secondAccount: false, sudo: false });
});
