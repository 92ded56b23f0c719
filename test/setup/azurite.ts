import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type {} from "vitest";
import type { TestProject } from "vitest/node";

const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** vitest globalSetup: one Azurite in memory (blobs, queues, tables) on free loopback ports, for the whole run. */
export default async function setup(project: TestProject) {
  const [blob, queue, table] = await Promise.all([freePort(), freePort(), freePort()]);
  const ports = ["--blobPort", `${blob}`, "--queuePort", `${queue}`, "--tablePort", `${table}`];
  const flags = ["--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
  const child = spawn(process.execPath, ["node_modules/azurite/dist/src/azurite.js", ...ports, ...flags], { stdio: "ignore" });
  for (const deadline = Date.now() + 30_000; !(await allAccept([blob, queue, table])); await sleep(50)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Azurite did not start (exit code ${child.exitCode})`);
  }
  const endpoint = (name: string, port: number) => `${name}Endpoint=http://127.0.0.1:${port}/devstoreaccount1;`;
  const endpoints = endpoint("Blob", blob) + endpoint("Queue", queue) + endpoint("Table", table);
  project.provide("storage", `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${KEY};${endpoints}`);
  return async () => {
    child.kill();
    await once(child, "exit");
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has an address object
  server.close();
  await once(server, "close");
  return port;
}

const allAccept = async (ports: readonly number[]): Promise<boolean> => (await Promise.all(ports.map(accepts))).every(Boolean);

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).once("error", () => resolve(false));
  });

declare module "vitest" {
  interface ProvidedContext {
    storage: string;
  }
}
