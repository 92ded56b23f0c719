import { expect, it } from "vitest";
import { expectedMs, failuresOf } from "../../../../web/portal/jobs/course.js";
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
