import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { FleetError } from "../lib/core/errors.js";

export type StorageOptions = Readonly<{
  /** Folder that keeps the data; without it they live in memory. */
  dir?: string;
  /** Free ones by default. */
  ports?: Ports;
}>;
type Ports = Readonly<{ blob: number; queue: number; table: number }>;
export type RunningStorage = Readonly<{ connectionString: string; pid: number; close(): Promise<void> }>;

const ACCOUNT = "devstoreaccount1";
/** The well-known key of every development storage; it protects nothing. */
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const START_MS = 30_000;

/** Starts Azurite on the loopback address and resolves when blobs, queues and tables answer. */
export async function startStorage({ dir, ports }: StorageOptions = {}): Promise<RunningStorage> {
  const taken = await Promise.all(Object.values(ports ?? {}).map(accepts));
  if (ports && taken.includes(true))
    throw unavailable(`another program listens on one of the ports ${Object.values(ports).join(", ")}; end it or choose others`);
  const child = spawn(process.execPath, ["--import", ENDS_WITH_US, azuriteProgram(), ...azuriteArguments(dir, ports ?? FREE_PORTS)], {
    stdio: ["pipe", "pipe", "pipe"],
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
    const endpoints = Object.entries(await untilReady(child)).map(([service, url]) => `${service}Endpoint=${url}/${ACCOUNT};`);
    return {
      connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join("")}`,
      pid: child.pid ?? 0,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The system chooses, so that nobody can take a port between its choice and its use. */
const FREE_PORTS: Ports = { blob: 0, queue: 0, table: 0 };

/** The pipe to it closes however this process ends, killed without a word included. */
const ENDS_WITH_US = 'data:text/javascript,process.stdin.resume().once("close",()=>process.kill(process.pid,"SIGTERM")).unref()';

const azuriteProgram = (): string => createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");

function azuriteArguments(dir: string | undefined, ports: Ports): string[] {
  const listen = ["--blobPort", `${ports.blob}`, "--queuePort", `${ports.queue}`, "--tablePort", `${ports.table}`];
  const where = dir === undefined ? ["--inMemoryPersistence"] : ["--location", dir];
  return [...listen, ...where, "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
}

const LISTENING = /Azurite (Blob|Queue|Table) service is successfully listening at (\S+)\n/g;

/** Resolves with the address of each service, by its name, once Azurite has said all three. */
async function untilReady(child: ChildProcess): Promise<Readonly<Record<string, string>>> {
  let late: NodeJS.Timeout | undefined;
  const ready = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    let said = "";
    const fail = (what: string) => reject(unavailable(`Azurite ${what}: ${said.trim()}`));
    const hear = (chunk: Buffer) => {
      said = (said + chunk).slice(-4_000);
      const endpoints = Object.fromEntries([...said.matchAll(LISTENING)].map(([, service, url]) => [service, url]));
      if (Object.keys(endpoints).length === 3) resolve(endpoints);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", reject);
    child.once("close", (code) => fail(`ended with exit code ${code}`));
    late = setTimeout(() => fail(`did not listen within ${START_MS} ms`), START_MS);
  });
  return ready.finally(() => clearTimeout(late));
}

const unavailable = (message: string) => new FleetError("StorageUnavailable", message);

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).once("error", () => resolve(false));
  });
