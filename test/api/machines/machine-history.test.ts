import { expect, it } from "vitest";
import { withFindings } from "../../../lib/fleet/machines/findings.js";
import { sampleFleet } from "../call.js";

const look = (bootId: string, checkedAt: string) => ({
  agent: { bootId, version: "9.61.1.1", configured: true, servicesRunning: true, rebootRequired: "None" as const, checkedAt },
});

it("tells when a machine was first seen after each restart, beside what the timer found", async () => {
  const { context, call, item } = await sampleFleet();
  const found = await context.machines.findByFriendlyName("CS1", "default", "vm1");
  if (!found) throw new Error("the machine is not there");
  const looks = [
    look("a", "2026-11-01T00:00:00Z"),
    look("b", "2026-11-02T00:00:00Z"),
    look("b", "2026-11-03T00:00:00Z"),
    look("c", "2026-11-04T00:00:00Z"),
  ];
  await context.machines.replace(looks.reduce(withFindings, found.value), found.etag);
  await context.events.add({
    ...{ name: "e-1", code: "AgentAdopted", type: "AgentHealth", severity: "OK", description: "found on vm1", fabric: "CS1" },
    ...{ affectedObjectFriendlyName: "vm1", time: "2026-11-03T12:00:00Z" },
  });
  const { body } = await call("Get-AsrMobilityServiceHistory", { ProtectableItem: item, Property: ["Time", "Kind"] });
  expect(body).toEqual({
    value: [
      { Time: "2026-11-04T00:00:00Z", Kind: "Restarted" },
      { Time: "2026-11-03T12:00:00Z", Kind: "Drift" },
      { Time: "2026-11-02T00:00:00Z", Kind: "Restarted" },
    ],
  });
});
