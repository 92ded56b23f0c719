import { allPages } from "../../core/all-pages.js";
import { silentProcessServers } from "../../fleet/fabrics/components.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";
import { armId, armType } from "../ids/arm-id.js";
import { allPlaces, listProtected } from "./places.js";
import type { Wire } from "./wire/wire-of.js";

const PAGE = 1000;

/** How many things there are in which health, as the vault told it when it was read; `None` where none was. Heartbeats are as old as they are now. */
export async function vaultHealth(context: FleetContext): Promise<Wire> {
  const [places, fabrics] = await Promise.all([allPlaces(context), context.fabrics.list()]);
  const now = context.clock.now();
  const silentOf = (fabric: Fabric) => silentProcessServers(fabric, now);
  return {
    id: `${armId(context.vault, {})}/replicationVaultHealth/default`,
    name: "default",
    type: `${armType()}/replicationVaultHealth`,
    properties: {
      vaultErrors: [],
      protectedItemsHealth: await itemsHealth(context, places),
      fabricsHealth: summary(
        fabrics.map((fabric) => fabric.vault?.health ?? (silentOf(fabric).length > 0 ? "Warning" : "None")),
        fabrics.flatMap((fabric) => silentOf(fabric).map((message) => silent(fabric.name, message))),
      ),
      containersHealth: summary(
        places.map(() => "None"),
        [],
      ),
    },
  };
}

type Issue = Readonly<{ message: string; level: string | undefined; names: Set<string> }>;

/** Reads the machines page by page, and keeps of them only what is counted: there may be ten thousand. */
async function itemsHealth(context: FleetContext, places: readonly Place[]): Promise<Wire> {
  const healths: string[] = [];
  const issues = new Map<string, Issue>();
  for await (const { name, vault } of protectedMachines(context, places)) {
    healths.push(vault?.replicationHealth ?? "None");
    for (const { code = "", message, level } of vault?.healthErrors ?? []) {
      const issue = issues.get(code) ?? { message, level, names: new Set() };
      issues.set(code, issue);
      issue.names.add(name);
    }
  }
  return summary(healths, [...issues].map(replicationIssue));
}

async function* protectedMachines(context: FleetContext, places: readonly Place[]): AsyncGenerator<Machine> {
  for await (const page of allPages((next) => listProtected(context, places, next), { size: PAGE })) for (const { machine } of page) yield machine;
}

function summary(healths: readonly string[], issues: readonly Wire[]): Wire {
  const counts = new Map<string, number>();
  for (const health of healths.toSorted()) counts.set(health, (counts.get(health) ?? 0) + 1);
  return { resourceCount: healths.length, issues, categorizedResourceCounts: Object.fromEntries(counts) };
}

/** What the vault says is wrong, once for each code, with the machines that have it. */
const replicationIssue = ([summaryCode, { message, level, names }]: readonly [string, Issue]): Wire => ({
  summaryCode,
  category: "Replication",
  severity: level === "Warning" ? "Warning" : "Error",
  summaryMessage: message,
  affectedResourceType: "ProtectionEntity",
  affectedResourceCorrelationIds: [...names],
});

const silent = (fabric: string, message: string): Wire => ({
  summaryCode: "ProcessServerSilent",
  category: "FabricInfrastructure",
  severity: "Warning",
  summaryMessage: message,
  affectedResourceType: "Fabric",
  affectedResourceCorrelationIds: [fabric],
});
