import { redactor } from "../../agents/redaction/redact.js";
import type { LogPart, LogRange } from "../../remote/machine.js";
import type { Learned } from "../job.js";
import type { MachineContext } from "./step.js";

/** At most so much of a run's log in one look. */
const LOOK_BYTES = 65_536;
/** What a run printed waits so long for more before it is written: at first, and at most. */
const FIRST_WAIT_MS = 2000;
const WAIT_GROWS = 3;

/** Brings what a detached run prints into the job's log, once and in order: where it goes on is saved with the job. */
export type RunLog = Readonly<{
  range(): LogRange;
  take(part: LogPart | undefined): void;
  /** True while the last look did not reach the end of what could be read. */
  hasMore(): boolean;
  /** Writes what was taken; with `whenDue` only when it has waited long enough. */
  write(options?: Readonly<{ whenDue: boolean }>): Promise<void>;
  /** What was taken since `runLog` was called, without secrets. */
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
  let all = "";
  let since: number | undefined;
  let waitMs = FIRST_WAIT_MS;
  const now = () => clock.now().getTime();
  return {
    range: () => ({ offset, bytes: LOOK_BYTES }),
    take: (part) => {
      more = part !== undefined && part.next > part.from && part.next < part.size;
      if (!part?.text) return;
      const header = offset === 0 ? `--- ${name} ---\n` : "";
      const text = byLine(part.text, redact);
      pending += header + text;
      all += text;
      offset = part.next;
      since ??= now();
    },
    hasMore: () => more,
    write: async ({ whenDue } = { whenDue: false }) => {
      if (!pending || (whenDue && now() - (since ?? 0) < waitMs)) return;
      await jobLogs.write(job.name, bytes, pending);
      bytes += Buffer.byteLength(pending);
      pending = "";
      since = undefined;
      waitMs = Math.min(waitMs * WAIT_GROWS, timing.pollSeconds * 1000);
    },
    text: () => all,
    isWhole: () => begin === 0,
    learned: () => ({ logBytes: bytes, logOffset: offset }),
  };
}

/** Line by line, so that the same log gives the same text however it was cut; the last line gets its end. */
const byLine = (text: string, redact: (line: string) => string): string => `${text.replace(/\n$/, "").split("\n").map(redact).join("\n")}\n`;
