import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { BlobServiceClient } from "@azure/storage-blob";
import { FleetError } from "../lib/core/errors.js";
import { quickRows } from "./quick-azurite.js";

export type StorageOptions = Readonly<{
  /** Folder that keeps the data; without it they live in memory. */
  dir?: string;
  /** Connection string of an earlier start, whose ports and key it gets again; by default free ports and a new key. */
  again?: string;
}>;
export type RunningStorage = Readonly<{ connectionString: string; pid: number; close(): Promise<void> }>;

/** The name under which kept data lie. */
const ACCOUNT = "devstoreaccount1";
const START_MS = 30_000;

/**
 * Starts Azurite on free ports of the loopback address and resolves when blobs, queues and tables answer. Its key is made for this start and
 * stands in no argument, so that other users of the machine can neither read nor write what it keeps.
 */
export async function startStorage({ dir, again = "" }: StorageOptions = {}): Promise<RunningStorage> {
  const key = /AccountKey=([^;]+)/.exec(again)?.[1] ?? randomBytes(64).toString("base64");
  const child = spawn(
    process.execPath,
    ["--import", ENDS_WITH_US, "--import", quickRows(azuriteProgram()), azuriteProgram(), ...azuriteArguments(dir, again)],
    {
      env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true, // a group of its own: Ctrl-C must not end it before the host has drained
    },
  );
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
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${key};${endpoints.join("")}`;
    await BlobServiceClient.fromConnectionString(connectionString).setProperties({ cors: [UPLOADS] });
    return {
      connectionString,
      pid: child.pid ?? 0,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The portal puts installers there from the browser, wherever it is served; what allows it is the link alone. */
const UPLOADS = { allowedOrigins: "*", allowedMethods: "PUT", allowedHeaders: "*", exposedHeaders: "", maxAgeInSeconds: 3600 };

/** The pipe to it closes however this process ends, killed without a word included. */
const ENDS_WITH_US = 'data:text/javascript,process.stdin.resume().once("close",()=>process.kill(process.pid,"SIGTERM")).unref()';

const azuriteProgram = (): string => createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");

function azuriteArguments(dir: string | undefined, again: string): string[] {
  const port = (service: string) => new RegExp(`${service}Endpoint=http://[^:;]+:(\\d+)`, "i").exec(again)?.[1] ?? "0"; // 0: the system chooses
  const listen = ["blob", "queue", "table"].flatMap((service) => [`--${service}Port`, port(service)]);
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
