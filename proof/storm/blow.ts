import { setTimeout as delay } from "node:timers/promises";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { Random } from "../random.js";

const PAUSE_MS = 1500;
/** No job has this name. */
const INVENTED = "01900000-0000-7000-8000-000000000000";

export type Storm = Readonly<{
  random: Random;
  isOver: () => boolean;
  strike: (random: Random) => Promise<void>;
  send: (text: string) => Promise<unknown>;
  jobs: readonly AsrJob[];
}>;

/** Strikes hosts and sends messages that are doubled, old, or about nothing, until it is over; gives their number. */
export async function blow({ random, isOver, strike, send, jobs }: Storm): Promise<number> {
  const strikes: Promise<void>[] = [];
  let messages = 0;
  while (!isOver()) {
    strikes.push(strike(random));
    const jobName = random.chance(0.2) ? INVENTED : (jobs[random.below(jobs.length)]?.Name ?? INVENTED);
    await send(Buffer.from(JSON.stringify({ jobName, ticket: random.below(6) })).toString("base64"));
    messages++;
    await delay(random.below(PAUSE_MS));
  }
  await Promise.all(strikes);
  return messages;
}
