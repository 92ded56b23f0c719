import { expect, it } from "vitest";
import { knownAgentPaths } from "../../../lib/fleet/installers/known-agent-paths.js";
import { anInstaller } from "../../store/samples.js";

const WISH = { osTag: "UBUNTU-22.04-64", installed: "9.61.7016.1", serverVersion: "9.62.7096.1" };

it("plans the way of machines of the same facts once, and anew for other facts, another list, or other holds", () => {
  const pathOf = knownAgentPaths();
  const catalogue = { installers: [anInstaller()], holds: [] };
  const path = pathOf(catalogue, WISH);
  expect(path.hops).toHaveLength(1);
  expect(pathOf(catalogue, { ...WISH })).toBe(path);
  expect(pathOf(catalogue, { ...WISH, installed: "9.62.7096.1" }).hops).toEqual([]);
  expect(pathOf({ ...catalogue, installers: [] }, WISH).hops).toEqual([]);
  const holds = [{ version: "9.62.7096.1", reason: "to be looked at", since: "2026-11-24T00:00:00.000Z" }];
  expect(pathOf({ ...catalogue, holds }, WISH).hops).toEqual([]);
});
