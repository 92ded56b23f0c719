import { expect, it } from "vitest";
import { canUpdate, rowsOf, sorted, withChanges } from "../../../../web/portal/items/rows.js";
import { anUpdate, aRow, blocker } from "./rows-sample.js";

it("says the most urgent of all that is true of a machine, and keeps the rest for the filter", () => {
  const row = aRow({ FailuresInARow: 2, RebootPending: "Mandatory", BlockedBy: [blocker("InstallerMissing")] });
  expect(row.state).toBe("failed");
  expect([...row.states]).toEqual(["failed", "blocked", "restart"]);
  expect(aRow({ JobName: "1" }).state).toBe("running");
  expect(aRow().state).toBe("update");
  expect(aRow({ InstalledVersion: "9.62.7096.1", UpdateAvailable: false }).state).toBe("current");
});

it("does not call a machine up to date whose version nobody knows", () => {
  const row = aRow({ InstalledVersion: null, TargetVersion: null, UpdateAvailable: false });
  expect([...row.states]).toEqual(["unknown"]);
});

it("lets a machine be ticked only when it has an update and nothing is in the way", () => {
  expect(canUpdate(aRow())).toBe(true);
  expect(canUpdate(aRow({ BlockedBy: [blocker("AccountStopped")] }))).toBe(false);
  expect(canUpdate(aRow({ UpdateAvailable: false }))).toBe(false);
});

it("leaves out machines whose replication was not asked for", () => {
  expect(rowsOf([anUpdate({ ReplicationProtectedItemId: null })])).toEqual([]);
});

it("knows why the last job failed, only while that is the last that is known", () => {
  expect(aRow({ FailuresInARow: 1, LastFailure: "StaleInstallerLock" })).toMatchObject({
    causes: ["StaleInstallerLock"],
    failure: "StaleInstallerLock",
  });
  expect(aRow({ LastFailure: "StaleInstallerLock" })).toMatchObject({ causes: [], failure: null });
});

it("puts a changed machine in the place of what was known of it, and takes away one that is no replicated item any more", () => {
  const [one, two] = ["1", "2"].map((n) => anUpdate({ ProtectableItemId: `/items/${n}`, FriendlyName: n }));
  if (!one || !two) throw new Error("there are two");
  const rows = rowsOf([one, two]);
  expect(withChanges(rows, [])).toBe(rows);
  const changed = withChanges(rows, [{ ...one, ReplicationProtectedItemId: null }, anUpdate({ ...two, JobName: "j", States: ["Running"] })]);
  expect(changed.map(({ name, state }) => [name, state])).toEqual([["2", "running"]]);
});

it("sorts names as people count, and both ways", () => {
  const rows = ["web-10", "web-2", "db-1"].map((FriendlyName) => aRow({ FriendlyName }));
  expect(sorted(rows, "name").map(({ name }) => name)).toEqual(["db-1", "web-2", "web-10"]);
  expect(sorted(rows, "-name").map(({ name }) => name)).toEqual(["web-10", "web-2", "db-1"]);
  expect(sorted(rows, "nonsense").map(({ name }) => name)).toEqual(["db-1", "web-2", "web-10"]);
});
