import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import { fleetClient } from "../../local/client.js";
import { buildProgram } from "./build-program.js";
import { noLab, whyNot } from "./lab/here.js";

const appDir = mkdtempSync(join(tmpdir(), "start-program-"));
const SAMPLE = { Values: { AzureWebJobsStorage: "UseDevelopmentStorage=true", FLEET_SEALING_KEY: "<generate>" } };
let program: Awaited<ReturnType<typeof buildProgram>>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = await buildProgram("start");
  symlinkSync(join(process.cwd(), "dist"), join(appDir, "dist")); // npm test has built it
  writeFileSync(join(appDir, "package.json"), JSON.stringify({ main: "dist/app.mjs" }));
  writeFileSync(join(appDir, "local.settings.sample.json"), JSON.stringify(SAMPLE));
  cpSync("host.json", join(appDir, "host.json"));
});
afterEach(() => children.splice(0).map((child) => child.kill("SIGKILL")));
afterAll(() => {
  program.remove();
  rmSync(appDir, { recursive: true });
});

/** Starts the program; `said` is all that it wrote by then. */
function start(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [program.path, ...words], { cwd: appDir, env: { ...process.env, ...settings } });
  children.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const exited = once(child, "exit").then(([code]: unknown[]) => code);
  const until = (pattern: RegExp) => vi.waitFor(() => expect(text).toMatch(pattern), { timeout: 170_000, interval: 100 });
  return { child, exited, until, said: () => text };
}

/** The processes that a process started, and those that they started. */
function descendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

const found = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? "";

it.skipIf(noLab !== null && (await whyNot("simulated")) !== null)(
  "starts a lab, prints a key that works, and leaves nothing behind on SIGINT",
  { timeout: 300_000 },
  async () => {
    const { child, exited, until, said } = start(["--port", "0"]);
    await until(/Ctrl-C ends it/);
    const client = fleetClient(found(said(), /Mobility Fleet serves (\S+),/), found(said(), /export FLEET_KEY=(mf_\S+)/));
    const [cmdlet, json] = [...said().matchAll(/call (\S+) '(.*"WhatIf":true.*)'/g)].map(([, name, text]) => [name, text])[0] ?? [];
    const plan = await client.call<{ Plan: { Path: string[] } }>(`${cmdlet}`, JSON.parse(`${json}`));
    expect(plan.Plan.Path).toEqual(["9.62.7096.1"]);
    const started = descendants(child.pid ?? 0);
    expect(started.length).toBeGreaterThan(2); // storage, and processes of the lab's machines
    child.kill("SIGINT");
    expect(await exited).toBe(130);
    expect(started.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(said()).not.toMatch(/error/i);
    await expect(client.call("Get-ASRFabric")).rejects.toThrow(/does not answer/);
  },
);

it("serves real machines: makes the settings and the first key once, and asks for a key", { timeout: 240_000 }, async () => {
  const settings = { AzureWebJobsStorage: inject("storage"), FLEET_VAULT_NAME: "start-test" };
  const first = start(["--no-lab", "--port", "0"], settings);
  await first.until(/Ctrl-C ends it/);
  expect(statSync(join(appDir, "local.settings.json")).mode & 0o777).toBe(0o600);
  expect(first.said()).toContain("/vaults/start-test/replicationFabrics/cs1/");
  expect(existsSync(join(appDir, ".fleet/storage"))).toBe(false); // an account was named
  const client = fleetClient(found(first.said(), /Mobility Fleet serves (\S+),/), "mf_wrong");
  await expect(client.call("Get-ASRFabric")).rejects.toThrow(/401 Unauthorized/);
  first.child.kill("SIGTERM");
  expect(await first.exited).toBe(130);
});

it("says that the port is taken before it starts anything", { timeout: 60_000 }, async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number }; // a TCP server has an address object
  const { exited, said } = start(["--port", `${port}`]);
  expect(await exited).toBe(1);
  expect(said()).toBe(
    `Port ${port} cannot be used: another program listens there already. End that program, or choose another port: npm start -- --port 7072\n`,
  );
  other.close();
});

it("refuses words that it does not know", { timeout: 60_000 }, async () => {
  const { exited, said } = start(["--labs"]);
  expect(await exited).toBe(1);
  expect(said()).toMatch(/--labs.*npm start -- --help/);
});
