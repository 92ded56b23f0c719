import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { FleetError } from "../../../lib/core/errors.js";
import type { Intervals } from "../intervals.js";

export type HostProcessOptions = Readonly<{
  /** The built entry program of the host, such as dist/local/host.mjs. */
  program: string;
  appDir: string;
  /** Environment of the process, beside this one's own. */
  settings: Readonly<Record<string, string>>;
  port?: number;
  hostId?: string;
  intervals?: Partial<Intervals>;
  /** So long a start may take; 30 s unless it is given. */
  startMs?: number;
  /** Gets what the process writes, output and errors together. */
  onOutput?: (text: string) => void;
}>;

export type HostProcess = Readonly<{
  url: string;
  adminKey: string;
  pid: number;
  functions: readonly string[];
  /** Ends it at once, as a crash or a lost machine would: nothing is drained. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code when the host has drained. */
  close(): Promise<number | null>;
}>;

const Ready = z.object({ url: z.string(), adminKey: z.string(), functions: z.array(z.string()) });
const START_MS = 30_000;

/** Starts a host in a process of its own, so that it can be killed, or run beside others; resolves when it serves. */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const words = ["--app", options.appDir, "--port", String(options.port ?? 0), "--log", "json"];
  if (options.hostId !== undefined) words.push("--host-id", options.hostId);
  if (options.intervals !== undefined) words.push("--intervals", JSON.stringify(options.intervals));
  const child = fork(options.program, words, { silent: true, env: { ...process.env, ...options.settings }, execArgv: [] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      said = (said + chunk).slice(-4_000);
      options.onOutput?.(String(chunk));
    });
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  const ready = await untilReady(child, { said: () => said, startMs: options.startMs ?? START_MS }).catch(async (error) => {
    await end("SIGKILL");
    throw error;
  });
  return { ...ready, pid: child.pid ?? 0, kill: async () => void (await end("SIGKILL")), close: () => end("SIGTERM") };
}

type Start = Readonly<{ said: () => string; startMs: number }>;

async function untilReady(child: ChildProcess, { said, startMs }: Start): Promise<z.infer<typeof Ready>> {
  const controller = new AbortController();
  const { signal } = controller;
  const failed = (why: string) => new FleetError("Internal", `the host ${why}: ${said().trim()}`);
  const message = once(child, "message", { signal }).then(([value]) => Ready.parse(value));
  const exit = once(child, "exit", { signal }).then(([code]) => Promise.reject(failed(`ended with exit code ${code} before it served`)));
  const late = sleep(startMs, undefined, { signal }).then(() => Promise.reject(failed(`did not serve within ${startMs} ms`)));
  try {
    return await Promise.race([message, exit, late]);
  } finally {
    controller.abort();
    for (const promise of [message, exit, late]) promise.catch(() => {});
  }
}
