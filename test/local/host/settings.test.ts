import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readHostJson } from "../../../local/host/host-json.js";
import { loadSettings } from "../../../local/host/settings.js";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "settings-"));
});
afterEach(() => rm(dir, { recursive: true }));

it("makes local.settings.json from the sample, readable by its owner alone, with a new secret for each placeholder", async () => {
  await writeFile(join(dir, "local.settings.sample.json"), await readFile("local.settings.sample.json", "utf8"));
  const first = await loadSettings(dir, {});
  expect(first).toMatchObject({ created: true, port: 7071, values: { FUNCTIONS_WORKER_RUNTIME: "node" } });
  expect(Buffer.from(first.values.FLEET_SEALING_KEY ?? "", "base64")).toHaveLength(32);
  expect((await stat(join(dir, "local.settings.json"))).mode & 0o777).toBe(0o600);
  expect(await loadSettings(dir, {})).toEqual({ ...first, created: false });
});

it("lets the environment win", async () => {
  await writeFile(join(dir, "local.settings.json"), '{"Values":{"A":"file","B":"file"}}');
  expect((await loadSettings(dir, { A: "environment" })).values).toEqual({ A: "environment", B: "file" });
});

it("does without both files, and names what is wrong in one", async () => {
  expect(await loadSettings(dir, {})).toEqual({ values: {}, port: null, created: false });
  await writeFile(join(dir, "local.settings.json"), '{"IsEncrypted":true,"Values":{"A":1}}');
  await expect(loadSettings(dir, {})).rejects.toThrow(/IsEncrypted|Values/);
});

it("reads our own host.json", async () => {
  expect(await readHostJson(".")).toEqual({
    routePrefix: "",
    queues: {
      batchSize: 32,
      newBatchThreshold: 32,
      maxPollingIntervalMs: 2_000,
      visibilityTimeoutMs: 30_000,
      maxDequeueCount: 5,
      messageEncoding: "base64",
    },
    functionTimeoutMs: 600_000,
    logLevel: "information",
  });
});

it("refuses a host.json with a value out of its range", async () => {
  await writeFile(join(dir, "host.json"), '{"version":"2.0","extensions":{"queues":{"batchSize":33}}}');
  await expect(readHostJson(dir)).rejects.toThrow(/batchSize/);
});
