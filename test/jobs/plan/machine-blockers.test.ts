import { expect, it } from "vitest";
import { machineBlockers } from "../../../lib/jobs/plan/machine-blockers.js";
import { aMachine } from "../../store/samples.js";

const HOST = { checkedAt: "2026-11-24T14:00:00.000Z", problems: [], unknown: [] };

it("says of a Linux kernel without a list that nobody knows, and nothing of Windows, for which the vendor has no lists", () => {
  const linux = aMachine({ osTag: "RHEL8-64", osType: "Linux", host: { ...HOST, kernel: "4.18.0-553.el8.x86_64" } });
  expect(machineBlockers(linux, ["9.62.7096.1"], []).unknown.join()).toContain("4.18.0-553.el8.x86_64");
  const windows = aMachine({ osTag: "Windows", osType: "Windows", host: { ...HOST, kernel: "10.0.20348" } });
  expect(machineBlockers(windows, ["9.62.7096.1"], [])).toEqual({ blockers: [], unknown: [] });
});
