import { FleetError } from "../../../lib/core/errors.js";

const TIME_SPAN = /^\s*(-)?(?:(\d+)\.)?(\d+)(?::(\d+))?(?::(\d+)(?:\.(\d{1,7}))?)?\s*$/;

/**
 * Milliseconds of a .NET TimeSpan such as 00:05:00 or 1.12:00:00, or null when it is none.
 * Its two traps are kept: a bare `5` is five days, and `24:00:00` is twenty-four days, because 24 is no hour.
 */
export function timeSpanMs(text: string): number | null {
  const found = TIME_SPAN.exec(text);
  if (!found) return null;
  const [, sign, dayText, first = "0", second, third, fraction] = found;
  const factor = sign === undefined ? 1 : -1;
  if (second === undefined) return dayText === undefined ? factor * Number(first) * DAY_MS : null;
  const [days, hours, minutes, seconds] = fields(dayText, Number(first), Number(second), third === undefined ? null : Number(third));
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return factor * (days * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000 + Math.floor(Number(`0.${fraction ?? 0}`) * 1000));
}

/** Milliseconds of a setting that must be a TimeSpan; throws InvalidSettings that names it. */
export function settingMs(name: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  const ms = typeof value === "string" ? timeSpanMs(value) : null;
  if (ms === null) throw new FleetError("InvalidSettings", `${name} must be a time such as 00:00:30, got ${JSON.stringify(value)}`);
  return ms;
}

const DAY_MS = 86_400_000;

/** Three numbers of which the first is above 23 are days, hours and minutes. */
function fields(dayText: string | undefined, first: number, second: number, third: number | null): readonly [number, number, number, number] {
  if (dayText !== undefined) return [Number(dayText), first, second, third ?? 0];
  return third !== null && first > 23 ? [first, second, third, 0] : [0, first, second, third ?? 0];
}
