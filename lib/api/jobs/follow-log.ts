import { isSettled, type Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { AsrJobLog } from "../objects/job-log.js";
import { fill } from "../objects/output.js";

const LOOK_EVERY_MS = 500;

type LogPart = Readonly<{ offset: number; length: number; waitMs: number }>;

/** The log from a byte on: what is there, or what comes within `waitMs`. A job that has ended is not waited for. */
export async function followLog(
  context: Pick<FleetContext, "jobs" | "jobLogs" | "lookNow" | "clock">,
  first: Job,
  asked: LogPart,
): Promise<AsrJobLog> {
  const { jobs, jobLogs, lookNow, clock } = context;
  const { name } = first;
  const deadline = clock.now().getTime() + asked.waitMs;
  for (let job: Job | undefined = first; ; job = (await jobs.find(name))?.value) {
    // The job first: what it printed is there before its end is.
    const ended = job === undefined || isSettled(job);
    const { text, next, size } = await jobLogs.read(name, asked.offset, asked.length);
    if (job && !text) await lookNow(job).catch(() => {}); // the message that waits comes all the same
    if (text || ended || clock.now().getTime() + LOOK_EVERY_MS > deadline) {
      const here = { Name: name, Offset: asked.offset, NextOffset: Math.max(asked.offset, next), SizeBytes: size, Text: text };
      return fill(AsrJobLog, { ...here, IsComplete: ended && next >= size });
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
}
