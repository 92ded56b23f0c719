import { z } from "zod";
import { FleetError } from "../../../lib/core/errors.js";
import type { HostOptions } from "../host.js";
import type { HttpsOption } from "../http/certificate.js";
import type { Intervals } from "../intervals.js";

type Words = Readonly<{
  app: string;
  port?: string | undefined;
  https: boolean;
  cert?: string | undefined;
  key?: string | undefined;
  "host-id"?: string | undefined;
  intervals?: string | undefined;
  log: string;
  help: boolean;
}>;
export type ProgramOptions = Pick<HostOptions, "appDir" | "port" | "https" | "hostId" | "intervals"> & Readonly<{ log: "pretty" | "json" }>;

/** The words of the command line as options of the host; null when help is asked for. Throws InvalidSettings that names the word. */
export function readProgramOptions(words: Words): ProgramOptions | null {
  if (words.help) return null;
  if (words.log !== "pretty" && words.log !== "json") throw invalid(`--log must be pretty or json, got "${words.log}"`);
  const https = httpsOf(words);
  return {
    appDir: words.app,
    log: words.log,
    ...(words.port === undefined ? {} : { port: portOf(words.port) }),
    ...(https === null ? {} : { https }),
    ...(words["host-id"] === undefined ? {} : { hostId: words["host-id"] }),
    ...(words.intervals === undefined ? {} : { intervals: intervalsOf(words.intervals) }),
  };
}

function httpsOf({ https, cert, key }: Words): HttpsOption | null {
  if (cert !== undefined && key !== undefined) return { certFile: cert, keyFile: key };
  if (cert !== undefined || key !== undefined) throw invalid("--cert and --key must be given together");
  return https ? "self-signed" : null;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw invalid(`--port must be 0 to 65535, got "${text}"`);
}

const ms = z.number().positive().optional();
const IntervalsJson = z.strictObject({
  queueFirstPollMs: ms,
  queueMaxPollMs: ms,
  queueLeaseSeconds: z.int().min(1).optional(),
  queueRenewMs: ms,
  timerLockSeconds: z.int().min(15).max(60).optional(),
  timerLockRenewMs: ms,
  timerLockRetryMs: ms,
  timerMonitorLeastMs: z.number().min(0).optional(),
  drainMs: ms,
  terminateMs: ms,
});

function intervalsOf(text: string): Partial<Intervals> {
  try {
    const given = Object.entries(IntervalsJson.parse(JSON.parse(text))).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given);
  } catch (cause) {
    throw invalid(`--intervals must be a JSON object of intervals, got ${text}`, cause);
  }
}

const invalid = (message: string, cause?: unknown) => new FleetError("InvalidSettings", `${message}. See --help`, { cause });
