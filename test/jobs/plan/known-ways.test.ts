import { expect, it } from "vitest";
import { knownWays } from "../../../lib/jobs/plan/known-ways.js";
import { aFabric, aMachine, anInstaller } from "../../store/samples.js";

const NOW = new Date("2026-11-24T14:00:00.000Z");
const AGENT = {
  configured: true,
  servicesRunning: true,
  rebootRequired: "None",
  bootId: "b",
  checkedAt: NOW.toISOString(),
  driverLoaded: true,
} as const;
const machine = (version: string) => ({
  ...aMachine({ agent: { ...AGENT, version, driverVersionAtBoot: version } }),
  osTag: "UBUNTU-22.04-64",
});

it("plans the way of machines of the same facts once, and anew for other facts, another fabric, another list, or other holds", () => {
  const wayOf = knownWays();
  const ground = { fabric: aFabric({ serverVersion: "9.62.7096.1" }), catalogue: { installers: [anInstaller()], holds: [] }, now: NOW };
  const way = wayOf(ground, machine("9.61.7016.1"));
  expect(way.path.hops).toHaveLength(1);
  expect(wayOf(ground, machine("9.61.7016.1"))).toBe(way);
  expect(wayOf(ground, machine("9.62.7096.1")).path.hops).toEqual([]);
  expect(wayOf({ ...ground, fabric: aFabric({ serverVersion: "9.61.7016.1" }) }, machine("9.61.7016.1")).path.hops).toEqual([]);
  expect(wayOf({ ...ground, catalogue: { installers: [], holds: [] } }, machine("9.61.7016.1")).path.hops).toEqual([]);
  const holds = [{ version: "9.62.7096.1", reason: "to be looked at", since: "2026-11-24T00:00:00.000Z" }];
  expect(wayOf({ ...ground, catalogue: { ...ground.catalogue, holds } }, machine("9.61.7016.1")).path.hops).toEqual([]);
});
