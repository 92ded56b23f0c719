import { expect, it } from "vitest";
import { readDemoOptions } from "../../../local/demo/options.js";

it.each([
  [[], "WherePossible"],
  [["--linux"], "None"],
  [["--windows"], "Wanted"],
] as const)("takes %j for machines with Windows %s", (words, windows) => {
  expect(readDemoOptions(words)).toEqual({ windows, help: false });
});

it("refuses words that exclude each other, and words that it does not know", () => {
  expect(() => readDemoOptions(["--linux", "--windows"])).toThrow(/exclude each other/);
  expect(() => readDemoOptions(["--windos"])).toThrow(/--windos.*npm run demo -- --help/);
});
