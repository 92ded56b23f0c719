import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import type { BatchWindow } from "../../jobs/job-input.js";
import { parameter } from "../cmdlet/parameter.js";

/** When the machines of a batch may be begun. */
export const windowParameters = {
  NotBefore: zonedTime("No machine is begun before this moment; the batch waits for it.").optional(),
  NotAfter: zonedTime("No machine is begun after this moment. What runs then is finished, and the rest is left (WindowEnded).").optional(),
};

export type WindowGiven = Readonly<{ NotBefore?: Date | undefined; NotAfter?: Date | undefined }>;

/** How far ahead a window may begin: a year that was mistyped is no window. */
const MOST_DAYS = 366;

/** The window that a call gives. Throws InvalidParameter where none of it is left, or it begins in years. */
export function windowOf({ NotBefore, NotAfter }: WindowGiven, now: Date): BatchWindow {
  if (NotAfter && NotAfter <= now) throw refused("NotAfter", `${NotAfter.toISOString()} has passed; it is ${now.toISOString()}`, "a later moment");
  if (NotBefore && NotAfter && NotAfter <= NotBefore)
    throw refused("NotAfter", `${NotAfter.toISOString()} is not after NotBefore, ${NotBefore.toISOString()}`, "a window that is open for some time");
  if (NotBefore && NotBefore.getTime() > now.getTime() + MOST_DAYS * 86_400_000)
    throw refused("NotBefore", `${NotBefore.toISOString()} is more than ${MOST_DAYS} days ahead`, "an earlier moment");
  return { ...(NotBefore && { notBefore: NotBefore.toISOString() }), ...(NotAfter && { notAfter: NotAfter.toISOString() }) };
}

const refused = (target: string, what: string, expected: string): FleetError =>
  new FleetError("InvalidParameter", `The parameter ${target} is wrong: ${what}; expected ${expected}`, { target });

/** A moment that says its zone: a window that is meant in another one opens at the wrong time of night. */
function zonedTime(description: string) {
  return parameter(
    z
      .string()
      .trim()
      .max(40)
      .regex(/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?([Zz]|[+-]\d{2}:?\d{2})$/)
      .refine(isInCalendar)
      .transform((came) => new Date(came))
      .refine((date) => !Number.isNaN(date.getTime())),
    {
      description,
      expected: "a time with its zone (ISO 8601 with offset), such as 2026-12-01T22:00:00+01:00, or 2026-12-01T21:00:00Z",
      isTime: true,
      isZoned: true,
      extension: true,
    },
  );
}

/** JavaScript takes 30 February for 2 March. */
function isInCalendar(came: string): boolean {
  const [year = 0, month = 0, day = 0] = came.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
