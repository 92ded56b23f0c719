import { inject, vi } from "vitest";
import { type HostOptions, type RunningHost, startHost } from "../../../local/host/host.js";
import type { HostLogEntry } from "../../../local/host/process/host-log.js";

vi.setConfig({ testTimeout: 60_000 }); // hosts start here, on machines that may be busy

export const APP_DIR = new URL("tiny-app", import.meta.url).pathname;

export const QUICK = { queueFirstPollMs: 20, queueMaxPollMs: 100, timerLockRetryMs: 100, drainMs: 3_000, terminateMs: 500 };

export type TinyHost = RunningHost &
  Readonly<{ lines: HostLogEntry[]; get(path: string, init?: RequestInit): Promise<Response>; seen(what: string): Promise<Seen[]> }>;
export type Seen = Readonly<{
  what: string;
  message?: unknown;
  metadata?: Record<string, unknown>;
  timer?: Record<string, unknown>;
  prefix?: string;
  pid?: number;
}>;

export const tinySettings = (prefix: string): Record<string, string> => ({
  TINY_PREFIX: prefix,
  TINY_SCHEDULE: "0 0 0 3 1 *",
  AzureWebJobsStorage: inject("storage"),
  "AzureWebJobs.switched-off.Disabled": "true",
  "AzureWebJobs_switched-off-too_Disabled": "1",
});

/** The tiny app on a host in this process; each start is a fresh copy of the app. */
export async function startTinyHost(prefix: string, options: Partial<HostOptions> = {}): Promise<TinyHost> {
  const lines: HostLogEntry[] = [];
  const settings = { ...tinySettings(prefix), ...options.settings };
  const host = await startHost({ appDir: APP_DIR, hostId: prefix, intervals: QUICK, log: (entry) => lines.push(entry), ...options, settings });
  if (host.loadError !== null) throw host.loadError;
  const get = (path: string, init?: RequestInit) => fetch(`${host.url}${path}`, init);
  return { ...host, lines, get, seen: (what) => seenBy(host.url, what) };
}

export async function seenBy(url: string, what: string): Promise<Seen[]> {
  const response = await fetch(`${url}/api/seen`);
  const all = (await response.json()) as Seen[]; // what the tiny app notes
  return all.filter((item) => item.what === what);
}
