import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { FleetError } from "../../lib/core/errors.js";
import type { RpcLogLevel } from "./app/core-types.js";
import { logLevelOf, messageOf } from "./process/host-log.js";
import { settingMs } from "./timer/time-span.js";

/** host.json as this host understands it; times in milliseconds, functionTimeoutMs null for none. */
export type HostJson = Readonly<{
  routePrefix: string;
  queues: QueueOptions;
  functionTimeoutMs: number | null;
  logLevel: RpcLogLevel;
}>;

export type QueueOptions = Readonly<{
  batchSize: number;
  newBatchThreshold: number;
  maxPollingIntervalMs: number;
  visibilityTimeoutMs: number;
  maxDequeueCount: number;
  messageEncoding: "base64" | "none";
}>;

const word = z.string().transform((text) => text.toLowerCase());
const Queues = z.object({
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  maxPollingInterval: z.string().optional(),
  visibilityTimeout: z.string().optional(),
  maxDequeueCount: z.int().min(1).default(5),
  messageEncoding: word.pipe(z.enum(["base64", "none"])).default("base64"),
});
const File = z.object({
  version: z.literal("2.0"),
  extensions: z.object({ http: z.object({ routePrefix: z.string().default("api") }).prefault({}), queues: Queues.prefault({}) }).prefault({}),
  functionTimeout: z.string().optional(),
  logging: z.object({ logLevel: z.record(z.string(), z.string()).default({}) }).prefault({}),
});

/** Reads host.json of an app's folder; throws InvalidSettings that names the field that is wrong. */
export async function readHostJson(appDir: string): Promise<HostJson> {
  const path = join(appDir, "host.json");
  const file = File.safeParse(await readJson(path));
  if (!file.success) throw new FleetError("InvalidSettings", `${path} is not valid: ${z.prettifyError(file.error)}`);
  const { extensions, functionTimeout, logging } = file.data;
  return {
    routePrefix: extensions.http.routePrefix.replace(/^\/|\/$/g, ""),
    queues: queueOptions(extensions.queues),
    functionTimeoutMs: functionTimeout === "-1" ? null : settingMs("functionTimeout", functionTimeout, 30 * 60_000),
    logLevel: logLevelOf(logging.logLevel.default),
  };
}

function queueOptions({ maxPollingInterval, visibilityTimeout, ...rest }: z.infer<typeof Queues>): QueueOptions {
  const maxPollingIntervalMs = settingMs("extensions.queues.maxPollingInterval", maxPollingInterval, 2_000); // the default of a developer's machine
  if (maxPollingIntervalMs < 100) throw new FleetError("InvalidSettings", "extensions.queues.maxPollingInterval must be 00:00:00.100 or more");
  return {
    ...rest,
    newBatchThreshold: rest.newBatchThreshold ?? Math.floor(rest.batchSize / 2) * availableParallelism(),
    maxPollingIntervalMs,
    visibilityTimeoutMs: settingMs("extensions.queues.visibilityTimeout", visibilityTimeout, 0),
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new FleetError("InvalidSettings", `${path} cannot be read as JSON: ${messageOf(cause)}`, { cause });
  }
}
