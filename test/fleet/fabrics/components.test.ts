import { describe, expect, it } from "vitest";
import { componentsOf, componentsRefusal, oldestVersionOf, silentProcessServers } from "../../../lib/fleet/fabrics/components.js";
import type { Fabric } from "../../../lib/fleet/fabrics/fabric.js";
import { aFabric } from "../../store/samples.js";

const server = (lastHeartbeat?: string, readTime?: string) => ({
  id: "1",
  friendlyName: "ps1",
  ...(lastHeartbeat && { lastHeartbeat }),
  ...(readTime && { readTime }),
});
const silent = (...given: Parameters<typeof server>) => silentProcessServers({ processServers: [server(...given)] });

it("names a process server whose heartbeat was older than 900 s when it was read, and none of which that is not known", () => {
  expect(silent("2026-11-24T10:00:00.000Z", "2026-11-24T10:15:00.000Z")).toEqual([]);
  expect(silent("2026-11-24T10:00:00.000Z", "2026-11-24T10:15:01.000Z")).toEqual([expect.stringMatching(/ps1 was last heard of 901 s before/)]);
  expect(silent("2020-01-01T00:00:00.000Z")).toEqual([]);
  expect(silent()).toEqual([]);
});

it.each([
  [
    "870 s before it was read, an hour ago",
    "2026-11-24T10:00:00.000Z",
    "2026-11-24T10:14:30.000Z",
    "2026-11-24T11:14:30.000Z",
    /alive: it was last heard of 4470 s ago.* since 2026-11-24T10:14:30/,
  ],
  ["1 s before it was read, 900 s ago", "2026-11-24T10:00:00.000Z", "2026-11-24T10:00:01.000Z", "2026-11-24T10:15:01.000Z", /901 s ago/],
  ["901 s before it was read, just now", "2026-11-24T10:00:00.000Z", "2026-11-24T10:15:01.000Z", "2026-11-24T10:15:01.000Z", /901 s before 2026/],
])("says of a process server that it is not fresh when it was last heard of %s", (_when, heard, read, now, said) => {
  const processServers = [server(heard, read)];
  expect(silentProcessServers({ processServers }, new Date(now))).toEqual([expect.stringMatching(said)]);
  expect(componentsRefusal(aFabric({ processServers }), undefined, new Date(now))?.code).toBe("ProcessServerSilent");
});

it("takes a heartbeat for fresh until 900 s have passed since", () => {
  const processServers = [server("2026-11-24T10:00:00.000Z", "2026-11-24T10:14:30.000Z")];
  expect(silentProcessServers({ processServers }, new Date("2026-11-24T10:15:00.000Z"))).toEqual([]);
});

describe("a job that would bring agents to a version", () => {
  const ps = (friendlyName: string, agentVersion: string, more = {}) => ({ id: friendlyName, friendlyName, agentVersion, ...more });

  it("is refused with everything that is older, in the order of updates: configuration server, process servers, master targets", () => {
    const fabric = aFabric({
      ...{ friendlyName: "CS1", serverVersion: "9.61.7016.1" },
      processServers: [ps("ps-new", "9.62.7096.1"), ps("ps-old", "9.60.6956.1")],
      masterTargets: [ps("mt-old", "9.59.6930.1")],
    });
    const refusal = componentsRefusal(fabric, "9.62.7096.1");
    expect(refusal).toMatchObject({ code: "ComponentsOutdated", target: "CS1" });
    expect(refusal?.message).toMatch(
      /1\. configuration server CS1 \(9\.61\.7016\.1\), 2\. process server ps-old \(9\.60\.6956\.1\), 3\. master target mt-old/,
    );
    expect(refusal?.message).not.toContain("ps-new");
    expect(refusal?.recommendedAction).toMatch(/\w/);
    expect(componentsRefusal(fabric, "9.59.6930.1")).toBeUndefined();
  });

  it("counts the server's own version as the target when none is asked for", () => {
    const fabric = aFabric({ serverVersion: "9.62.7096.1", processServers: [ps("ps", "9.61.7016.1")] });
    expect(componentsRefusal(fabric)?.message).toContain("process server ps (9.61.7016.1)");
    expect(componentsRefusal(aFabric({ processServers: [ps("ps", "9.61.7016.1")] }))).toBeUndefined();
  });

  it("is told of silent process servers and of old servers at once", () => {
    const heard = { lastHeartbeat: "2026-11-24T10:00:00.000Z", readTime: "2026-11-24T11:00:00.000Z" };
    const refusal = componentsRefusal(
      aFabric({ serverVersion: "9.62.7096.1", processServers: [ps("a", "9.61.1.1", heard), ps("b", "9.62.1.1", heard)] }),
    );
    expect(refusal?.details.map(({ code }) => code)).toEqual(["ProcessServerSilent", "ProcessServerSilent", "ComponentsOutdated"]);
    expect(refusal?.message).toMatch(/a was last heard of 3600 s.* b was last heard of 3600 s.* 1\. process server a/);
  });

  it("waits for the parts of an appliance that are of the agents' series; those with series of their own cannot be compared", () => {
    const part = (role: "rcm proxy" | "provider" | "reprotection agent", agentVersion: string) => ({ ...ps(role, agentVersion), role });
    const applianceParts = [part("rcm proxy", "1.39.1.0"), part("provider", "5.24.814.2"), part("reprotection agent", "9.60.6956.1")];
    const vault: Fabric["vault"] = { vaultName: "v", fabric: "f", readTime: "2026-11-24T10:00:00.000Z", applianceParts, providers: [] };
    const appliance = aFabric({ generation: "Modernized", processServers: [ps("appl-ps", "9.62.7096.1")], vault });
    expect(componentsOf(appliance).map(({ friendlyName }) => friendlyName)).toEqual(["appl-ps", "reprotection agent"]);
    expect(oldestVersionOf(appliance)).toBe("9.60.6956.1");
    expect(componentsRefusal(appliance, "9.62.7096.1")?.message).toMatch(/1\. reprotection agent reprotection agent \(9\.60\.6956\.1\)$/);
  });
});
