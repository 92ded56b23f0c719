import { beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../../lib/core/log.js";
import type { Fabric } from "../../lib/fleet/fabrics/fabric.js";
import type { Machine } from "../../lib/fleet/machines/machine.js";
import { checkVersions } from "../../lib/watch/check-versions.js";
import { handClock } from "../jobs/engine/engine.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { aFabric, aMachine, anInstaller } from "../store/samples.js";

const TAG = "UBUNTU-22.04-64";
const agent = (version: string) => ({
  version,
  configured: true,
  servicesRunning: true,
  rebootRequired: "None" as const,
  checkedAt: "2026-11-01T00:00:00.000Z",
});

let stores: ReturnType<typeof memoryStorage>;
let clock: ReturnType<typeof handClock>;
let check: () => Promise<number>;

beforeEach(async () => {
  stores = memoryStorage();
  clock = handClock("2026-11-01T10:00:00.000Z");
  check = checkVersions({ ...stores, clock, log: silentLog });
  await stores.fabrics.create(aFabric({ name: "CS1", friendlyName: "Config server", serverVersion: "9.62.7096.1" }));
  await stores.fabrics.createContainer({ fabric: "CS1", name: "default", friendlyName: "default" });
  for (const version of ["9.61.7016.1", "9.62.7096.1"]) await stores.installers.create(anInstaller({ version, osTag: TAG, fileName: version }));
});

const add = (name: string, version: string, more: Partial<Machine> = {}) =>
  stores.machines.create(aMachine({ fabric: "CS1", container: "default", friendlyName: name, osTag: TAG, agent: agent(version), ...more }));

async function change(more: Partial<Fabric>) {
  const found = await stores.fabrics.find("CS1");
  if (found) await stores.fabrics.replace({ ...found.value, ...more }, found.etag);
}

const told = async () =>
  (await stores.events.list({}, { size: 100 })).items.map(({ code, description, severity }) => ({ code, description, severity }));
const byCode = async () => (await told()).toSorted((a, b) => (a.code < b.code ? -1 : 1));
const codes = async () => (await told()).map(({ code }) => code).toSorted();

describe("the check of versions", () => {
  it("says that an update is available: once for a version and fabric, whoever comes and goes", async () => {
    await add("web-1", "9.61.7016.1");
    await add("web-2", "9.60.6956.1");
    await add("web-3", "9.62.7096.1");
    expect(await check()).toBe(1);
    expect(await told()).toMatchObject([
      {
        code: "AgentUpdateAvailable",
        description: expect.stringMatching(
          /^New Site recovery replication agent update is available\. 2 of the 3 machines of Config server can go to 9\.62\.7096\.1: web-1, web-2$/,
        ),
      },
    ]);
    await add("web-4", "9.61.7016.1");
    expect([await check(), await check()]).toEqual([0, 0]);
    await stores.installers.create(anInstaller({ version: "9.63.7200.1", osTag: TAG, fileName: "newer" }));
    await check();
    expect(await codes()).toEqual(["AgentUpdateAvailable", "ServerUpdateDue"]); // no agent may be newer than the server
    await change({ serverVersion: "9.63.7200.1" });
    await check();
    expect(await codes()).toEqual(["AgentUpdateAvailable", "AgentUpdateAvailable", "ServerUpdateDue"]);
    expect(await check()).toBe(0);
  });

  it.each([
    ["a configuration server", {}],
    [
      "the oldest part of an appliance",
      { serverVersion: undefined, processServers: [{ id: "ps", friendlyName: "PS", agentVersion: "9.62.7096.1" }] },
    ],
  ])("says only that the server is due while %s is not on the newest version of the catalogue, also of another system", async (_what, more) => {
    await add("web-1", "9.61.7016.1");
    await change(more as Partial<Fabric>); // undefined takes the version away
    await stores.installers.create(anInstaller({ version: "9.63.7200.1", osTag: "Windows", fileName: "newer" }));
    await check();
    expect(await codes()).toEqual(["ServerUpdateDue"]);
    await change(
      "processServers" in more
        ? { processServers: [{ id: "ps", friendlyName: "PS", agentVersion: "9.63.7200.1" }] }
        : { serverVersion: "9.63.7200.1" },
    );
    await check();
    expect(await codes()).toContain("AgentUpdateAvailable");
  });

  it("says nothing of an update while the servers are too old, but that they are", async () => {
    await add("web-1", "9.61.7016.1");
    await change({ processServers: [{ id: "ps-1", friendlyName: "PS1", agentVersion: "9.61.7016.1" }] });
    await check();
    expect(await told()).toMatchObject([{ code: "ComponentsOutdated", description: expect.stringContaining("1. process server PS1 (9.61.7016.1)") }]);
    await change({ processServers: [{ id: "ps-1", friendlyName: "PS1", agentVersion: "9.62.7096.1" }] });
    expect(await check()).toBe(1);
    expect(await codes()).toEqual(["AgentUpdateAvailable", "ComponentsOutdated"]);
  });

  it("names the systems for which the catalogue lacks the installer of the server's release", async () => {
    await add("web-1", "9.61.7016.1", { osTag: "RHEL8-64" });
    await check();
    expect(await told()).toMatchObject([
      { code: "InstallerMissing", description: expect.stringMatching(/no installer of that release for RHEL8-64 \(1 machine\)$/) },
    ]);
    expect(await check()).toBe(0);
  });

  it("tells of a silent process server once, of its return once, and of the next silence again", async () => {
    const heard = (minutes: number) => ({
      processServers: [
        {
          id: "ps-1",
          friendlyName: "PS1",
          lastHeartbeat: new Date(clock.now().getTime() - minutes * 60_000).toISOString(),
          readTime: clock.now().toISOString(),
        },
      ],
    });
    await change(heard(1));
    expect(await check()).toBe(0);
    await change(heard(20));
    expect([await check(), await check()]).toEqual([1, 0]);
    clock.pass(3600);
    await change(heard(80));
    expect(await check()).toBe(0);
    await change(heard(1));
    expect([await check(), await check()]).toEqual([1, 0]);
    clock.pass(60);
    await change(heard(30));
    expect(await check()).toBe(1);
    expect((await told()).map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "ProcessServerSilent Critical",
      "ProcessServerHeard OK",
      "ProcessServerSilent Critical",
    ]);
  });

  it("tells of expiry dates by the vendor's schedule: one event for all machines of a date, one for the certificate", async () => {
    const vault = { vaultName: "v", item: "i", readTime: "2026-11-01T00:00:00.000Z", healthErrors: [], upgradeBlockedBy: [] };
    for (let i = 0; i < 15; i++) await add(`m-${i}`, "9.62.7096.1", { vault: { ...vault, agentExpiryDate: "2026-12-20T00:00:00.000Z" } });
    await change({
      vault: {
        vaultName: "v",
        fabric: "f",
        readTime: "2026-11-01T00:00:00.000Z",
        applianceParts: [],
        providers: [],
        certificateExpiryDate: "2026-11-05T12:00:00.000Z",
      },
    });
    expect(await check()).toBe(2);
    expect(await byCode()).toMatchObject([
      {
        code: "AgentExpiry",
        severity: "Warning",
        description: expect.stringMatching(/15 machines of Config server expires on 2026-12-20, in 49 days: .* and 5 more/),
      },
      { code: "CertificateExpiry", severity: "Critical", description: "The certificate of Config server expires on 2026-11-05, in 5 days" },
    ]);
    clock.pass(3600);
    expect(await check()).toBe(0);
    clock.pass(86_400);
    expect(await check()).toBe(1); // the certificate: daily
    clock.pass(6 * 86_400);
    expect(await check()).toBe(2); // it has expired; the agents: weekly
  });

  it("tells again under the same name what a crash kept from being told", async () => {
    await add("web-1", "9.61.7016.1");
    const add1 = stores.events.add;
    const names: string[] = [];
    stores.events.add = async (event) => {
      names.push(event.name);
      if (names.length === 1) throw new Error("crash");
      await add1(event);
    };
    await expect(checkVersions({ ...stores, clock, log: silentLog })()).rejects.toThrow("crash");
    clock.pass(3600);
    expect(await check()).toBe(1);
    expect(new Set(names).size).toBe(1);
    expect(await check()).toBe(0);
    expect(await codes()).toEqual(["AgentUpdateAvailable"]);
  });

  it("reads 5,000 machines by few questions and touches none", async () => {
    for (let i = 0; i < 5000; i++) await add(`m-${i}`, i % 2 === 0 ? "9.61.7016.1" : "9.62.7096.1");
    let questions = 0;
    const machines = {
      ...stores.machines,
      list: (...given: Parameters<typeof stores.machines.list>) => {
        questions++;
        return stores.machines.list(...given);
      },
    };
    expect(await checkVersions({ ...stores, machines, clock, log: silentLog })()).toBe(1);
    expect(questions).toBeLessThanOrEqual(6);
    expect((await told())[0]?.description).toContain("2500 of the 5000 machines");
    expect((await stores.jobs.list({}, { size: 1 })).items).toEqual([]);
  });
});
