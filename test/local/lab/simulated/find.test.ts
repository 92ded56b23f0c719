import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import find from "../../../../local/lab/simulated/files/find.sh";

const machine = mkdtempSync(join(tmpdir(), "mf-find-"));
afterAll(() => rmSync(machine, { recursive: true, force: true }));

it("takes what root and what the user of a simulated machine owns for root's", () => {
  if (process.getuid?.() === 0) chownSync(machine, 12_345, 12_345);
  const script = find.replace("/usr/lib/lab/real/find", "find");
  const said = (...words: string[]) =>
    spawnSync("/bin/sh", ["-c", script, "find", ...words], { env: { ...process.env, LAB_MACHINE: machine }, encoding: "utf8" }).stdout;
  expect(said("/", machine, "-prune", "-user", "0", "-type", "d")).toBe(`/\n${machine}\n`);
  expect(said("/", machine, "-prune", "!", "-user", "0")).toBe("");
});
