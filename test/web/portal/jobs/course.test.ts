import { expect, it } from "vitest";
import { courseOf, expectedMs, failuresOf } from "../../../../web/portal/jobs/course.js";
import { aJob, jobError } from "../job-sample.js";

it("groups the failures of a batch by cause, the most frequent first", () => {
  const children = ["A", "B", "B"].map((code, i) => aJob({ Name: `j${i}`, Errors: [jobError(code)] }));
  expect(failuresOf([...children, aJob({ State: "Succeeded" })]).map(({ code, jobs }) => [code, jobs.length])).toEqual([
    ["B", 2],
    ["A", 1],
  ]);
});

it("expects an end only when there is something to judge by", () => {
  const counts = { Total: 10, Waiting: 8, Running: 2, MaxConcurrency: 4 };
  expect(expectedMs(counts, [])).toBeUndefined();
  expect(expectedMs(counts, [aJob()])).toBe(120_000 * 2.5);
  expect(expectedMs({ ...counts, Waiting: 0, Running: 0 }, [aJob()])).toBeUndefined();
});

it("tells how many machines had ended at which time, with those that failed, by few points for many machines", () => {
  const ended = (minute: number, State: "Succeeded" | "Failed") => aJob({ State, EndTime: new Date(minute * 60_000).toISOString() });
  const points = courseOf([ended(3, "Failed"), ended(1, "Succeeded"), aJob({ EndTime: null }), ended(2, "Succeeded")]);
  expect(points.map(({ ended: machines, failed }) => [machines, failed])).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
  ]);
  const many = courseOf(Array.from({ length: 5_000 }, (_, i) => ended(i, "Succeeded")));
  expect(many.length).toBeLessThanOrEqual(200);
  expect(many.at(-1)).toMatchObject({ ended: 5_000, failed: 0 });
});
