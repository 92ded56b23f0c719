import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { buildProgram } from "./build-program.js";

let program: Awaited<ReturnType<typeof buildProgram>>;
const cwd = mkdtempSync(join(tmpdir(), "fleet-program-"));
beforeAll(async () => {
  program = await buildProgram("fleet");
});
afterAll(() => {
  program.remove();
  rmSync(cwd, { recursive: true });
});

function fleet(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, AzureWebJobsStorage: inject("storage"), FLEET_SEALING_KEY: Buffer.alloc(32, 7).toString("base64"), ...settings };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program.path, ...words], { cwd, env, encoding: "utf8", timeout: 50_000 });
  return { status, stdout, stderr };
}

it("makes a key in the storage that the environment names", { timeout: 110_000 }, () => {
  const made = fleet(["new-key", "--scope", "reader", "--label", "fleet program test"]);
  const id = /^mf_([0-9a-f]{16})_/.exec(made.stdout)?.[1];
  expect(made).toMatchObject({ status: 0, stderr: "" });
  expect(fleet(["remove-key", `${id}`])).toMatchObject({ status: 0, stdout: expect.stringContaining("fleet program test") });
});

it("says when the kept storage does not run", { timeout: 60_000 }, () => {
  const { status, stderr } = fleet(["list-keys"], { AzureWebJobsStorage: "UseDevelopmentStorage=true" });
  expect(stderr).toMatch(/the kept storage of this folder does not run.*npm start -- --no-lab/);
  expect(status).toBe(1);
});

it("refuses an unknown command and names those that there are", { timeout: 60_000 }, () => {
  const { status, stderr } = fleet(["make-tea"]);
  expect(stderr).toMatch(
    /There is no command "make-tea"; expected one of new-key, list-keys, remove-key, rotate-secrets, mend-rows, verify-audit, import-installers/,
  );
  expect(status).toBe(1);
});
