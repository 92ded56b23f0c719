import { expect, it } from "vitest";
import { linesWith, sourcesIn } from "./sources.js";

const READS_TIME = /\bnew Date(\(\)|(?!\w|\())|\bDate\(\)|\bDate\.now\b|\bperformance\.(now|timeOrigin)\b|\bhrtime\b/;
const CLOCK = "lib/core/clock.ts";

it("reads the time only in core/clock.ts, so that every test can give its own", () => {
  const paths = sourcesIn("lib", "functions", "generate").filter((path) => path !== CLOCK);
  expect(paths.length).toBeGreaterThan(400);
  expect(linesWith(READS_TIME, paths)).toEqual([]);
});

it("would find who reads it", () => {
  expect(linesWith(READS_TIME, [CLOCK])).toHaveLength(1);
  for (const reads of ["new Date()", "Date.now()", "performance.now()", "x ?? Date.now", "process.hrtime.bigint()"])
    expect(READS_TIME.test(reads)).toBe(true);
  for (const parses of ["new Date(ms)", "Date.parse(text)", "new DateTime()"]) expect(READS_TIME.test(parses)).toBe(false);
});
