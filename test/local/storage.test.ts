import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { QueueServiceClient } from "@azure/storage-queue";
import { expect, it, vi } from "vitest";
import { startStorage } from "../../local/storage.js";
import { buildProgram } from "./build-program.js";

it("starts a storage on free ports and ends it", async () => {
  const storage = await startStorage();
  const queue = QueueServiceClient.fromConnectionString(storage.connectionString, { retryOptions: { maxTries: 1 } }).getQueueClient("storagetest");
  await queue.create();
  expect(await queue.exists()).toBe(true);
  await storage.close();
  expect(() => process.kill(storage.pid, 0)).toThrow();
  await storage.close();
});

it("lets nobody in who knows only the published key of development storage", async () => {
  const storage = await startStorage();
  const PUBLISHED = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
  const ask = (text: string) =>
    QueueServiceClient.fromConnectionString(text, { retryOptions: { maxTries: 1 } })
      .getQueueClient("neighbour")
      .createIfNotExists();
  await expect(ask(storage.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${PUBLISHED}`))).rejects.toMatchObject({ statusCode: 403 });
  expect(readFileSync(`/proc/${storage.pid}/cmdline`, "utf8")).not.toContain(/AccountKey=([^;]+)/.exec(storage.connectionString)?.[1]);
  await storage.close();
});

it("starts again where it was, with the key that it had", async () => {
  const first = await startStorage();
  await first.close();
  const second = await startStorage({ again: first.connectionString });
  expect(second.connectionString).toBe(first.connectionString);
  await expect(startStorage({ again: first.connectionString })).rejects.toThrow(/EADDRINUSE|ended/);
  await second.close();
});

it("ends with the process that started it, also when that is killed", async () => {
  const program = await buildProgram("storage");
  const text = `import(${JSON.stringify(program.path)}).then(({ startStorage }) => startStorage()).then(({ pid }) => console.log(pid))`;
  const child = spawn(process.execPath, ["-e", text], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout, "data");
  const pid = Number(said);
  expect(process.kill(pid, 0)).toBe(true);
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/), { timeout: 20_000, interval: 50 });
  program.remove();
});
