import { expect, it } from "vitest";
import { rebootNeed } from "../../../lib/agents/versions/reboot.js";

it.each([
  ["9.16", "9.20", "Recommended"],
  ["9.16", "9.21", "Mandatory"],
  ["9.57", "9.62", "Recommended"],
  ["9.62", "9.62.7096.1", "Recommended"],
] as const)("after an update with the driver of %s loaded, %s makes a restart %s", (driverVersionAtBoot, version, need) => {
  expect(rebootNeed({ driverVersionAtBoot, version, updated: true })).toBe(need);
});

it("needs none when the loaded driver is of the agent's own release", () => {
  expect(rebootNeed({ driverVersionAtBoot: "9.62.1.7096", version: "9.62.7096.1" })).toBe("None");
});

it("stays with the recommendation while the loaded driver is not known", () => {
  expect(rebootNeed({ version: "9.62.7096.1", updated: true })).toBe("Recommended");
});
