import { spawn } from "node:child_process";
import { once } from "node:events";
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

it("refuses ports that another program has", async () => {
  const first = await startStorage();
  const ports = Object.fromEntries(
    [...first.connectionString.matchAll(/(\w+)Endpoint=http:\/\/[^:]+:(\d+)/g)].map(([, name = "", port]) => [name.toLowerCase(), Number(port)]),
  );
  const { blob = 0, queue = 0, table = 0 } = ports;
  await expect(startStorage({ ports: { blob, queue, table } })).rejects.toThrow(/another program listens/);
  await first.close();
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
