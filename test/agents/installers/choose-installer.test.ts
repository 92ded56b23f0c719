import { expect, it } from "vitest";
import { chooseInstaller } from "../../../lib/agents/installers/choose-installer.js";

const installer = (version: string, buildDate = "2024-01-01", osTag = "RHEL8-64") => ({ version, buildDate, osTag });
const catalogue = [installer("9.9.0.0"), installer("9.62.7096.1"), installer("9.61.7016.1"), installer("9.63.1.1", "2024-09-01", "DEBIAN12-64")];

it("takes the newest version of the tag, by fields and not by digits", () => {
  expect(chooseInstaller(catalogue, { osTag: "RHEL8-64" })?.version).toBe("9.62.7096.1");
});

it("takes exactly the version that is named", () => {
  expect(chooseInstaller(catalogue, { osTag: "RHEL8-64", version: "9.9" })?.version).toBe("9.9.0.0");
  expect(chooseInstaller(catalogue, { osTag: "RHEL8-64", version: "9.60" })).toBeUndefined();
});

it("takes the newest build among equal versions", () => {
  const builds = [installer("9.62.0.0", "2024-05-01"), installer("9.62.0.0", "2024-07-01"), installer("9.62.0.0", "2024-06-01")];
  expect(chooseInstaller(builds, { osTag: "RHEL8-64" })?.buildDate).toBe("2024-07-01");
});
