import { expect, it } from "vitest";
import type { Fabric } from "../../../../web/portal/api/objects.js";
import { componentsOf, newestOf } from "../../../../web/portal/items/components.js";
import { notifiedFabrics } from "../../../../web/portal/items/fleet.js";
import { aRow, blocker } from "./rows-sample.js";

const fabric = (ServerVersion: string | null): Fabric => ({
  ...{ Name: "cs1", FriendlyName: "Config server", ID: "/fabrics/cs1" },
  FabricSpecificDetails: {
    ProcessServers: [{ FriendlyName: "ps1", AgentVersion: "9.61.7016.1" }],
    MasterTargetServers: [{ Name: "mt1", AgentVersion: null }],
  },
  FleetDetails: { Generation: "Classic", ServerVersion },
});
const newest = newestOf(["9.61.7016.1", "9.62.7096.1", "9.9.1.1"]);

it("shows the servers in the order in which they are updated", () => {
  expect(componentsOf(fabric("9.62.7096.1"), newest).map(({ role, outdated }) => [role, outdated])).toEqual([
    ["Configuration server", false],
    ["Process server", true],
    ["Master target", undefined],
  ]);
});

it("notifies only where the configuration server is on the latest version and a machine has an update", () => {
  const rows = [aRow()];
  expect(notifiedFabrics({ fabrics: [fabric("9.62.7096.1")], rows, newest })).toHaveLength(1);
  expect(notifiedFabrics({ fabrics: [fabric("9.61.7016.1")], rows, newest })).toEqual([]);
  expect(notifiedFabrics({ fabrics: [fabric(null)], rows, newest })).toEqual([]);
  expect(notifiedFabrics({ fabrics: [fabric("9.62.7096.1")], rows: [aRow({ BlockedBy: [blocker("ComponentsOutdated")] })], newest })).toEqual([]);
});
