import { Cron } from "croner";
import { FleetError } from "../../../lib/core/errors.js";
import { ncrontabFields } from "../../../lib/core/settings/ncrontab-fields.js";

/** The next moment strictly after the given one, or null when there is none. */
export type NextOccurrence = (after: Date) => Date | null;

/** Reads an NCRONTAB expression. Day of month AND day of week must match. */
export function ncrontab(expression: string, timezone?: string): NextOccurrence {
  const { fields, wrong } = ncrontabFields(expression);
  if (wrong !== undefined)
    throw new FleetError(
      "InvalidSettings",
      `"${expression}" is no schedule: ${wrong}. Expected {second} {minute} {hour} {day} {month} {day of week}`,
    );
  const cron = new Cron(fields.join(" "), { mode: "6-part", domAndDow: true, paused: true, ...(timezone === undefined ? {} : { timezone }) });
  return (after) => cron.nextRun(after);
}
