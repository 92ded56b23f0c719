import { expect, it } from "vitest";
import { needsOf } from "../../../../web/portal/overview/needs.js";
import { aRow, blocker } from "../items/rows-sample.js";
import { aJob, jobError } from "../job-sample.js";

it("groups by cause: infrastructure first, then severity, then the number of machines", () => {
  const rows = [
    aRow({ BlockedBy: [blocker("NotEnoughSpace"), blocker("NotEnoughSpace")] }),
    aRow({ FailuresInARow: 1, LastFailure: "StaleInstallerLock" }),
    aRow({ BlockedBy: [blocker("InstallerMissing")] }),
    aRow({ RebootPending: "Recommended" }),
    aRow({ RebootPending: "Recommended" }),
    aRow({ BlockedBy: [blocker("ToolMissing")] }),
    aRow({ BlockedBy: [blocker("ToolMissing")] }),
  ];
  const needs = needsOf({ rows, failed: [aJob({ Errors: [jobError("StaleInstallerLock")] })], suspended: [] });
  expect(needs.map(({ title, severity, count }) => `${title}, ${severity}, ${count}`)).toEqual([
    "Installer missing, warning, 1",
    "Stale installer lock, critical, 1",
    "Tool missing, warning, 2",
    "Not enough space, warning, 1",
    "Restart recommended, information, 2",
  ]);
  expect(needs[1]).toMatchObject({ cure: "Cure StaleInstallerLock", query: { q: "state:failed cause:StaleInstallerLock" } });
});

it("counts jobs that wait for somebody, with what they wait for", () => {
  const suspended = [
    aJob({ State: "Suspended", Errors: [jobError("AccountStopped")] }),
    aJob({ State: "Suspended", Errors: [jobError("AccountStopped")] }),
  ];
  expect(needsOf({ rows: [], failed: [], suspended })).toMatchObject([
    { area: "infrastructure", title: "Waits for you: Account stopped", count: 2, of: "job", words: ["jobs"], query: { state: "Suspended" } },
  ]);
});

it("has nothing to say of a fleet in which all is well", () => {
  expect(needsOf({ rows: [aRow(), aRow({ InstalledVersion: "9.62.7096.1" })], failed: [], suspended: [] })).toEqual([]);
});
