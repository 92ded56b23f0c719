import { expect, it } from "vitest";
import { expectedSeconds, type RunTimes, withRunTime } from "../../../lib/fleet/installers/run-times.js";

const times = (...seconds: number[]): RunTimes => ({ what: "install", osTag: "RHEL8-64", version: "9.62.7096.1", seconds });

it("expects what most runs took, and nothing while none is known", () => {
  expect(expectedSeconds(times())).toBeUndefined();
  expect(expectedSeconds(times(60, 1, 61))).toBe(60);
  expect(expectedSeconds(times(600, 60))).toBe(600);
});

it("keeps the first runs, then those of one job in sixteen, and never more than the latest", () => {
  expect(withRunTime(times(1, 2, 3, 4), 5, "job-f")?.seconds).toEqual([1, 2, 3, 4, 5]);
  expect(withRunTime(times(1, 2, 3, 4, 5), 6, "job-f")).toBeUndefined();
  const many = Array.from({ length: 15 }, (_, i) => i);
  expect(withRunTime(times(...many), 15, "job-0")?.seconds).toEqual([...many.slice(1), 15]);
});
