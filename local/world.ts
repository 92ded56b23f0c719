import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type FleetClient, fleetClient, type Send } from "./client.js";
import { freshSend } from "./fresh-send.js";
import type { RunningHost } from "./host/host.js";
import type { HostLogSink } from "./host/process/host-log.js";
import { type Lab, type LabOptions, startLab } from "./lab/lab.js";
import { newKey, startService } from "./service.js";
import { type RunningStorage, startStorage } from "./storage.js";

export type WorldOptions = Readonly<{
  /** Folder of the built app. */
  appDir: string;
  lab?: LabOptions;
  settings?: Readonly<Record<string, string>>;
  port?: number;
  /** Served over HTTPS with this certificate, which the client trusts. */
  https?: Readonly<{ certFile: string; keyFile: string }>;
  log?: HostLogSink;
}>;

/** Machines of a lab are on the loopback address. */
const LAB = { FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8" };

/** Storage in memory, the service, and a lab of machines: everything on the loopback address, gone after `close`. */
export type World = Readonly<{ storage: RunningStorage; host: RunningHost; lab: Lab; key: string; client: FleetClient; close(): Promise<void> }>;

/** Starts all three at once. What did start is ended again when one of them does not. */
export async function startWorld({ appDir, lab: labOptions, settings = {}, ...serving }: WorldOptions): Promise<World> {
  const opened: { close(): Promise<unknown> }[] = [];
  const kept = async <T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    opened.unshift(started);
    return started;
  };
  const close = async () => {
    for (const one of opened.splice(0)) await one.close();
  };
  const serve = async () => {
    const storage = await kept(startStorage());
    const all = { AzureWebJobsStorage: storage.connectionString, FLEET_SEALING_KEY: randomBytes(32).toString("base64"), ...LAB, ...settings };
    const host = await kept(startService({ appDir, settings: all, ...serving }));
    const key = await newKey(storage.connectionString, { scope: "administrator", label: "lab" });
    return { storage, host, key, client: fleetClient(host.url, key, await sendTo(serving.https)) };
  };
  const [served, lab] = await Promise.allSettled([serve(), kept(startLab(labOptions))]);
  if (served.status === "fulfilled" && lab.status === "fulfilled") return { ...served.value, lab: lab.value, close };
  await close();
  throw served.status === "rejected" ? served.reason : (lab as PromiseRejectedResult).reason; // one of the two was rejected
}

const sendTo = async (https: WorldOptions["https"]): Promise<Send> => freshSend(https ? await readFile(https.certFile, "utf8") : null);
