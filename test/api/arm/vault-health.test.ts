import { expect, it } from "vitest";
import { vaultHealth } from "../../../lib/api/arm/vault-health.js";
import { aFabric, aMachine } from "../../store/samples.js";
import { memoryContext } from "../memory-context.js";

it("the health of a vault counts the machines of every page, and names an error once with the machines that have it", async () => {
  const context = memoryContext();
  const aVault = { vaultName: "vault-1", item: "item", readTime: "2026-01-01T00:00:00.000Z", upgradeBlockedBy: [] };
  const wrong = [{ code: "153038", level: "Warning", message: "The agent does not answer" }];
  for (const name of ["site-1", "site-2"]) {
    await context.fabrics.create(aFabric({ name }));
    await context.fabrics.createContainer({ fabric: name, name: "servers", friendlyName: name });
    for (let at = 0; at < 1001; at += 1) {
      const ill = at < 2 && { vault: { ...aVault, replicationHealth: "Warning", healthErrors: wrong } };
      await context.machines.create(aMachine({ fabric: name, name: `${name}-${at}`, protectedItem: `item-${at}`, ...ill }));
    }
  }
  expect(await vaultHealth(context)).toMatchObject({
    properties: {
      protectedItemsHealth: {
        resourceCount: 2002,
        categorizedResourceCounts: { None: 1998, Warning: 4 },
        issues: [{ summaryCode: "153038", severity: "Warning", affectedResourceCorrelationIds: ["site-1-0", "site-1-1", "site-2-0", "site-2-1"] }],
      },
      fabricsHealth: { resourceCount: 2, categorizedResourceCounts: { None: 2 } },
      containersHealth: { resourceCount: 2 },
    },
  });
});
