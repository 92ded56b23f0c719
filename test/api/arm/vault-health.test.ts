import { expect, it } from "vitest";
import { vaultHealth } from "../../../lib/api/arm/vault-health.js";
import { handClock } from "../../jobs/engine/engine.js";
import { aFabric } from "../../store/samples.js";
import { memoryContext } from "../memory-context.js";

it("ages heartbeats: one that was fresh when it was read is none an hour later", async () => {
  const clock = handClock("2026-11-24T10:14:30.000Z");
  const context = memoryContext(clock);
  const server = { id: "1", friendlyName: "ps1", lastHeartbeat: "2026-11-24T10:00:00.000Z", readTime: "2026-11-24T10:14:30.000Z" };
  await context.fabrics.create(aFabric({ processServers: [server] }));
  const fabrics = async () => (await vaultHealth(context)) as { properties: { fabricsHealth: unknown } }; // the shape of ARM
  expect((await fabrics()).properties.fabricsHealth).toMatchObject({ issues: [], categorizedResourceCounts: { None: 1 } });
  clock.pass(3600);
  expect((await fabrics()).properties.fabricsHealth).toMatchObject({
    issues: [{ summaryCode: "ProcessServerSilent", summaryMessage: expect.stringContaining("ps1") }],
    categorizedResourceCounts: { Warning: 1 },
  });
});
