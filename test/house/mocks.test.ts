import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { linesWith, sourcesIn } from "./sources.js";

it("mocks modules only in files that share their process with no other", () => {
  const mocking = [...new Set(linesWith(/\bvi\.(mock|doMock)\(/, sourcesIn("test")).map((line) => line.replace(/:.*/s, "")))];
  const apart = readFileSync("vitest.config.ts", "utf8").split("APART = [")[1]?.split("]")[0];
  expect(mocking.filter((path) => path !== "test/house/mocks.test.ts" && !apart?.includes(`"${path}"`))).toEqual([]);
});
