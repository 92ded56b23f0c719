import { expect, it } from "vitest";
import { ncrontab } from "../../../../local/host/timer/ncrontab.js";
import { timeSpanMs } from "../../../../local/host/timer/time-span.js";
import { timerSchedule } from "../../../../local/host/timer/timer-schedule.js";
import { checkStatus } from "../../../../local/host/timer/timer-status.js";

const DAY_MS = 86_400_000;
const runs = (expression: string, count: number) => {
  const next = ncrontab(expression, "UTC");
  const times = [new Date("2026-11-22T00:00:00Z")];
  for (let n = 0; n < count; n++) times.push(next(times[n] as Date) as Date); // each of these schedules goes on
  return times.slice(1).map((time) => time.toISOString().slice(0, 19));
};

it.each([
  ["0 0 0 13 * 5", ["2027-08-13T00:00:00", "2028-10-13T00:00:00"]],
  ["*/5 * * * *", ["2026-11-22T00:05:00", "2026-11-22T00:10:00"]],
  ["5/20 * * * * *", ["2026-11-22T00:00:05", "2026-11-22T00:00:25"]],
  ["0 0 0 * Jan SUN", ["2027-01-03T00:00:00", "2027-01-10T00:00:00"]],
  ["0 0 9-17/4 * * mon-fri", ["2026-11-23T09:00:00", "2026-11-23T13:00:00"]],
  ["0,30 * * * * *", ["2026-11-22T00:00:30", "2026-11-22T00:01:00"]],
])("%s runs at %j", (expression, expected) => {
  expect(runs(expression, expected.length)).toEqual(expected);
});

it.each([
  "0 0 0 * * 7",
  "0 0 0 ? * *",
  "0 0 0 L * *",
  "0 0 0 15W * *",
  "@daily",
  "60 * * * * *",
  "0 0 24 * * *",
  "* * * *",
  "0 0 0 * * MON#2",
  "*/0 * * * * *",
])("%s is refused", (expression) => {
  expect(() => ncrontab(expression)).toThrow(/no schedule/);
});

it("has no next run for a day that never comes", () => {
  expect(ncrontab("0 0 0 31 2 *")(new Date())).toBeNull();
});

it.each([
  ["00:05:00", 300_000],
  ["24:00:00", 24 * DAY_MS],
  ["5", 5 * DAY_MS],
  ["1.12:00:00", 1.5 * DAY_MS],
  ["00:00:00.5", 500],
  ["00:61:00", null],
  ["0 0 * * * *", null],
])("reads the TimeSpan %s as .NET does", (text, ms) => {
  expect(timeSpanMs(text)).toBe(ms);
});

it("does not take a changed schedule for a run that is past due", () => {
  const now = new Date("2026-11-22T10:30:00Z");
  const status = { last: new Date("2026-11-22T08:00:00Z"), next: new Date("2026-11-22T09:00:00Z"), lastUpdated: now };
  expect(checkStatus(status, timerSchedule("0 0 * * * *", "UTC"), now).isPastDue).toBe(true);
  expect(checkStatus(status, timerSchedule("0 */5 * * * *", "UTC"), now)).toMatchObject({
    isPastDue: false,
    status: { next: new Date("2026-11-22T10:35:00Z") },
  });
  expect(checkStatus(null, timerSchedule("0 0 * * * *", "UTC"), now)).toMatchObject({ isPastDue: false, status: { last: null } });
});
