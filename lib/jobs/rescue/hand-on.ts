import type { Turns } from "../engine/turns.js";
import { type RescueDeps, resend } from "./rescue.js";

/** Of the seconds that a host gives a stopping process: so long its turns may take to come to a safe point. */
export const SAFE_POINT_MS = 2500;

/**
 * Gives what this process is at to others before it ends. Turns end at their next safe point, save, and send the job's message; a job whose turn
 * does not come to one in time is sent again under a new ticket, so that whatever the turn still does is out of date. Gives the number of those.
 */
export const handOn = (deps: RescueDeps & Readonly<{ turns: Turns }>) => async (): Promise<number> => {
  const { turns, clock, log } = deps;
  const begun = turns.atWork().length;
  const late = new AbortController();
  await Promise.race([turns.leave(), clock.sleep(SAFE_POINT_MS, late.signal).catch(() => undefined)]); // aborted by the line below
  late.abort();
  const left = turns.atWork();
  const sent = await Promise.allSettled(left.map((message) => resend(deps, message, false)));
  for (const result of sent) if (result.status === "rejected") log.error("a job could not be handed on", { error: result.reason });
  if (begun > 0) log.info("jobs were handed on", { atSafePoint: begun - left.length, between: left.length });
  return left.length;
};
