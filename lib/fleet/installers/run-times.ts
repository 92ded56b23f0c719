import { z } from "zod";

/** What ran, of which version where it has one, on which system. */
export const RunOf = z.object({ what: z.string().max(20), osTag: z.string(), version: z.string().optional() });
export type RunOf = Readonly<z.infer<typeof RunOf>>;

/** So many of the latest runs are kept. */
const MOST = 15;
/** From so many on the rest is sampled. */
const ENOUGH = 5;

/** How long the latest runs that went well took, in seconds, the oldest first. */
export const RunTimes = RunOf.extend({ seconds: z.array(z.number().int().min(0).max(86_400)).max(MOST) });
export type RunTimes = Readonly<z.infer<typeof RunTimes>>;

/** How long such a run takes, in seconds: the median; undefined while none is known. */
export function expectedSeconds({ seconds }: RunTimes): number | undefined {
  return seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)];
}

/** With one more run; undefined when it need not be written. The first ones are, and then those of one job in 16, by the last digit of its name. */
export function withRunTime(times: RunTimes, took: number, jobName: string): RunTimes | undefined {
  if (times.seconds.length >= ENOUGH && !jobName.endsWith("0")) return undefined;
  return { ...times, seconds: [...times.seconds, Math.min(took, 86_400)].slice(-MOST) };
}
