import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { askable, type BenchChild } from "../measure/child.js";

export type HostUse = Readonly<{
  cpuSeconds: number;
  residentBytes: number;
  counts: Readonly<Record<string, number>>;
  emptyPolls: number;
  wholeHeapCollections: number;
}>;
export type BenchHost = Readonly<{ url: string; pid: number; used(): Promise<HostUse>; close(): Promise<void> }>;

export type BenchHostOptions = Readonly<{
  appDir: string;
  settings: Readonly<Record<string, string>>;
  /** Folder for a CPU profile of the whole life of the process. */
  profile?: string;
}>;

/** Starts the built host on a built app in a process of its own that tells what it uses. `readyMs`: until it serves. */
export async function startBenchHost({ appDir, settings, profile }: BenchHostOptions): Promise<BenchHost & Readonly<{ readyMs: number }>> {
  const began = performance.now();
  const execArgv = ["--import", resolve("dist/bench/count-in-host.mjs"), ...(profile ? ["--cpu-prof", "--cpu-prof-dir", resolve(profile)] : [])];
  const env = { ...process.env, ...settings, BENCH_STORAGE: addressesOf(settings.AzureWebJobsStorage ?? "").join(" ") };
  const child = fork("dist/local/host.mjs", ["--app", appDir, "--port", "0", "--log", "json"], { silent: true, env, execArgv });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  const bench: BenchChild = askable(child);
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`the host ended before it served: ${said}`)));
  const [ready] = (await Promise.race([once(child, "message"), ended])) as [{ url: string }]; // its first message, see local/host.ts
  ended.catch(() => {}); // it ends when the bench does
  return { url: ready.url, pid: bench.pid, readyMs: performance.now() - began, used: () => bench.ask("used"), close: bench.close };
}

function addressesOf(connectionString: string): readonly string[] {
  const parts = new Map(connectionString.split(";").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  return ["TableEndpoint", "QueueEndpoint", "BlobEndpoint"].map((name) => parts.get(name) ?? "");
}
