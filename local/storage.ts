import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { FleetError } from "../lib/core/errors.js";

export type StorageOptions = Readonly<{
  /** Folder that keeps the data; without it they live in memory. */
  dir?: string;
  /** Ports of blobs, queues and tables; free ones by default. */
  ports?: Readonly<{ blob: number; queue: number; table: number }>;
}>;
export type RunningStorage = Readonly<{ connectionString: string; pid: number; close(): Promise<void> }>;

const ACCOUNT = "devstoreaccount1";
/** The well-known key of every development storage; it protects nothing. */
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const START_MS = 30_000;

/** Starts Azurite on the loopback address and resolves when blobs, queues and tables answer. */
export async function startStorage(options: StorageOptions = {}): Promise<RunningStorage> {
  const ports = options.ports ?? { blob: await freePort(), queue: await freePort(), table: await freePort() };
  const taken = await Promise.all(Object.values(ports).map(accepts));
  if (taken.includes(true))
    throw unavailable(`another program listens on one of the ports ${Object.values(ports).join(", ")}; end it or choose others`);
  const child = spawn(process.execPath, [azuriteProgram(), ...azuriteArguments(options, ports)], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true, // a group of its own: Ctrl-C must not end it before the host has drained
  });
  const stop = () => void child.kill("SIGKILL");
  process.once("exit", stop); // also when this process ends without closing it
  const close = async () => {
    process.removeListener("exit", stop);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill();
    await exited;
  };
  try {
    await untilReady(child, Object.values(ports));
  } catch (error) {
    await close();
    throw error;
  }
  const endpoints = Object.entries(ports).map(([name, port]) => `${ENDPOINTS[name]}=http://127.0.0.1:${port}/${ACCOUNT};`);
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join("")}`;
  return { connectionString, pid: child.pid ?? 0, close };
}

const ENDPOINTS: Readonly<Record<string, string>> = { blob: "BlobEndpoint", queue: "QueueEndpoint", table: "TableEndpoint" };

const azuriteProgram = (): string => createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");

function azuriteArguments({ dir }: StorageOptions, ports: Readonly<{ blob: number; queue: number; table: number }>): string[] {
  const listen = ["--blobPort", `${ports.blob}`, "--queuePort", `${ports.queue}`, "--tablePort", `${ports.table}`];
  const where = dir === undefined ? ["--inMemoryPersistence"] : ["--location", dir];
  return [...listen, ...where, "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
}

async function untilReady(child: ChildProcess, ports: readonly number[]): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const deadline = Date.now() + START_MS;
  for (; !(await Promise.all(ports.map(accepts))).every(Boolean); await sleep(20)) {
    if (child.exitCode !== null) throw unavailable(`Azurite ended with exit code ${child.exitCode}: ${said.trim()}`);
    if (Date.now() > deadline) throw unavailable(`Azurite did not listen on ${ports.join(", ")} within ${START_MS} ms`);
  }
}

const unavailable = (message: string) => new FleetError("StorageUnavailable", message);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has an address object
  server.close();
  await once(server, "close");
  return port;
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).once("error", () => resolve(false));
  });
