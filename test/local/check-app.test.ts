import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

const PROGRAM = join(process.cwd(), "local/check-app.mjs");
const APP = 'import { createRequire } from "node:module"; const { app } = createRequire(import.meta.url)("@azure/functions");';
const PING = 'app.http("Get-Ping", { route: "api/ping", methods: ["GET"], authLevel: "anonymous", handler: async () => ({}) });';
const folders: string[] = [];
afterEach(() => folders.splice(0).map((folder) => rmSync(folder, { recursive: true })));

/** Runs the check on an app whose one file is `source`. */
function check(source: string, cmdlets: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), "check-app-"));
  folders.push(dir);
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module", main: "app.mjs" }));
  writeFileSync(join(dir, "app.mjs"), source);
  symlinkSync(join(process.cwd(), "node_modules"), join(dir, "node_modules"));
  mkdirSync(join(dir, "functions/cmdlets"), { recursive: true });
  for (const cmdlet of cmdlets) writeFileSync(join(dir, "functions/cmdlets", `${cmdlet}.ts`), "");
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, dir], { encoding: "utf8", timeout: 20_000 });
  return { status, stdout, stderr };
}

it("lists what an app registers, and runs no start hook", () => {
  const { status, stdout } = check(
    `${APP} ${PING}
    app.timer("tick", { schedule: "0 * * * * *", handler: async () => {} });
    app.storageQueue("work", { queueName: "jobs", connection: "X", handler: async () => {} });
    app.hook.appStart(() => { throw new Error("the hook was run"); });`,
    ["Get-Ping"],
  );
  expect(stdout).toMatch(/httpTrigger +Get-Ping +GET \/api\/ping/);
  expect(stdout).toMatch(/timerTrigger +tick +0 \* \* \* \* \*/);
  expect(stdout).toMatch(/queueTrigger +work +jobs/);
  expect(stdout).toMatch(/3 functions, loaded in \d+ ms/);
  expect(status).toBe(0);
});

it("fails on an app with a file that throws", () => {
  const { status, stderr } = check(`${APP} ${PING} throw new Error("no such setting");`);
  expect(stderr).toContain("the app cannot be loaded: Error: no such setting");
  expect(status).toBe(1);
});

it("fails on an app that registers nothing", () => {
  const { status, stderr } = check(APP);
  expect(stderr).toContain("no function was registered");
  expect(status).toBe(1);
});

it("fails when the file of a cmdlet has no function", () => {
  const { status, stderr } = check(`${APP} ${PING}`, ["Get-Ping", "Get-Pong"]);
  expect(stderr).toContain("Get-Pong has a file in functions/cmdlets but no function");
  expect(stderr).not.toContain("Get-Ping has");
  expect(status).toBe(1);
});

it("fails on an app that loads slowly each time", () => {
  const { status, stderr } = check(`${APP} ${PING} Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1600);`);
  expect(stderr).toMatch(/loading took \d+ ms; more than 1500 ms/);
  expect(status).toBe(1);
});
