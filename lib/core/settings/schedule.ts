import { z } from "zod";
import { ncrontabFields } from "./ncrontab-fields.js";

const TIME_SPAN = /^(\d{2}):(\d{2}):(\d{2})$/;

/** A setting that says when a timer runs: an NCRONTAB expression, or the time between two runs as hh:mm:ss. An empty one is as none. */
export const schedule = z
  .string()
  .trim()
  .transform((text) => text || undefined)
  .superRefine((text, context) => {
    const problem = text === undefined ? undefined : problemOf(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: `expected ${EXPECTED}; ${problem}` });
  })
  .optional();

const EXPECTED = "a schedule in NCRONTAB such as `0 */5 * * * *` ({second} {minute} {hour} {day} {month} {day of week}), or a time such as 00:05:00";

/** The host itself takes `5` as five days and `24:00:00` as twenty-four: nobody means that. */
function problemOf(text: string): string | undefined {
  const span = TIME_SPAN.exec(text)?.slice(1).map(Number);
  if (!span) return ncrontabFields(text).wrong;
  const [hours = 0, minutes = 0, seconds = 0] = span;
  if (hours > 23 || minutes > 59 || seconds > 59) return "the time has more than 23 hours, or more than 59 minutes or seconds";
  return hours + minutes + seconds === 0 ? "the time between two runs must be above 0" : undefined;
}
