import { expect, it } from "vitest";
import { demoMachines } from "../../../local/demo/machines.js";

it("has twelve machines, of which two have Windows where that can be: one is reached by SSH, one by WinRM", () => {
  const [linux, both] = [demoMachines({ windows: false }), demoMachines({ windows: true })];
  expect([linux.length, both.length]).toEqual([12, 12]);
  expect(linux.filter(({ system }) => system === "Windows")).toEqual([]);
  expect(both.flatMap((one) => (one.system === "Windows" ? [one.reachedBy] : [])).toSorted()).toEqual(["Ssh", "WinRmHttps"]);
});
