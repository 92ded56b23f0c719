import { redactor } from "../../agents/redaction/redact.js";
import { foreignText } from "../../core/foreign-text.js";
import type { LogPart, LogRange } from "../../remote/machine.js";
import type { Learned } from "../learned.js";
import type { MachineContext } from "./step.js";

/** At most so much of a run's log in one look. */
const LOOK_BYTES = 65_536;
/** What a run printed waits so long for more before it is written: at first, and at most. */
const FIRST_WAIT_MS = 2000;
const WAIT_GROWS = 3;
/** So long a job's log becomes: real installers print a few hundred KB, and one that prints without end fills no storage. */
export const LONGEST_LOG = 32 * 1024 * 1024;
/** So much waits in memory at the most before it is written. */
const MOST_PENDING = 1024 * 1024;
/** So many last characters are kept, for who looks for errors in them. */
const MOST_KEPT = 262_144;

/** Brings what a detached run prints into the job's log, once and in order: where it goes on is saved with the job. */
export type RunLog = Readonly<{
  range(): LogRange;
  take(part: LogPart | undefined): void;
  /** True while the last look did not reach the end of what could be read. */
  hasMore(): boolean;
  /** Writes what was taken; with `whenDue` only when it has waited long enough. */
  write(options?: Readonly<{ whenDue: boolean }>): Promise<void>;
  /** The end of what was taken since `runLog` was called, without secrets. */
  text(): string;
  /** True when that is all that the run ever printed. */
  isWhole(): boolean;
  learned(): Pick<Learned, "logBytes"> & Readonly<{ logOffset: number }>;
}>;

export async function runLog({ job, jobLogs, clock, timing, registrationSecret }: MachineContext, name: string): Promise<RunLog> {
  const secret = await registrationSecret();
  const redact = redactor(secret ? [secret] : []);
  const begin = job.learned.runs?.[name]?.logOffset ?? 0;
  let offset = begin;
  let bytes = job.learned.logBytes ?? 0;
  let more = false;
  let pending = "";
  let kept = "";
  let isCut = false;
  let since: number | undefined;
  let waitMs = FIRST_WAIT_MS;
  const now = () => clock.now().getTime();
  const isFull = () => bytes + pending.length >= LONGEST_LOG;
  return {
    range: () => ({ offset, bytes: LOOK_BYTES }),
    take: (part) => {
      more = !isFull() && part !== undefined && part.next > part.from && part.next < part.size;
      if (!part?.text || isFull()) return;
      const header = offset === 0 ? `--- ${name} ---\n` : "";
      const text = byLine(part.text, redact);
      isCut ||= kept.length + text.length > MOST_KEPT;
      kept = (kept + text).slice(-MOST_KEPT);
      offset = part.next;
      pending += header + text;
      if (isFull()) pending += TOO_LONG;
      since ??= now();
    },
    hasMore: () => more,
    write: async ({ whenDue } = { whenDue: false }) => {
      const isDue = now() - (since ?? 0) >= waitMs || pending.length >= MOST_PENDING;
      if (!pending || (whenDue && !isDue)) return;
      await jobLogs.write(job.name, bytes, pending);
      bytes += Buffer.byteLength(pending);
      pending = "";
      since = undefined;
      waitMs = Math.min(waitMs * WAIT_GROWS, timing.pollSeconds * 1000);
    },
    text: () => kept,
    isWhole: () => begin === 0 && !isCut,
    learned: () => ({ logBytes: bytes, logOffset: offset }),
  };
}

const TOO_LONG = `[The log is longer than ${LONGEST_LOG} bytes; the rest of it is left out]\n`;

/**
 * Line by line, so that the same log gives the same text however it was cut; the last line gets its end. Who reads it at a terminal sees what would
 * steer that terminal, and is not steered.
 */
const byLine = (text: string, redact: (line: string) => string): string =>
  foreignText(`${text.replace(/\n$/, "").split("\n").map(redact).join("\n")}\n`);
