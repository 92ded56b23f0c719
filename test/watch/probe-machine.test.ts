import { describe, expect, it, vi } from "vitest";
import { FleetError } from "../../lib/core/errors.js";
import type { Machine } from "../../lib/fleet/machines/machine.js";
import type { ProbeMessage } from "../../lib/fleet/ports.js";
import { probeMachine } from "../../lib/watch/probe-machine.js";
import { probeOutput } from "../agents/linux/probe-sample.js";
import { aMachine, fakeRemote, jobEngine } from "../jobs/engine/engine.js";
import { memoryMessages } from "../store/memory/memory-alerts.js";
import { aFabric, aJob } from "../store/samples.js";

/** Windows stands here for a system on which no job acts. */
vi.mock("../../lib/agents/platforms.js", async (original) => {
  const { PLATFORMS } = await original<typeof import("../../lib/agents/platforms.js")>();
  return { PLATFORMS: { ...PLATFORMS, Windows: { usualPort: 22, onlyTag: "Windows" } } };
});

const AGENT = {
  version: "9.62.7096.0",
  configured: true,
  servicesRunning: true,
  rebootRequired: "None" as const,
  checkedAt: "2026-11-01T00:00:00.000Z",
};
const CONFIG = ["HostId = 6f5c1f0e", "CSType = CSLegacy", "Hostname = 10.0.0.2"];
type Output = Parameters<typeof probeOutput>[0];
const GONE: Output = {
  "version-link": undefined,
  "version-file": undefined,
  "agent-dir": undefined,
  config: undefined,
  status: undefined,
  process: undefined,
  "driver-version": undefined,
};

/** A machine whose probe says what the test wants, and how often somebody logged in. */
async function open(over: Partial<Machine> = { agent: AGENT }) {
  let output: Output | FleetError = { config: CONFIG };
  let logins = 0;
  const engine = await jobEngine(
    {},
    {
      connect: async () => {
        logins++;
        if (output instanceof FleetError) throw output;
        const stdout = probeOutput(output);
        return {
          ...fakeRemote(),
          script: async (text: string) => ({ stdout: text === ":" ? "" : stdout, stderr: "", exitCode: 0, truncated: false }),
        };
      },
    },
  );
  const probeQueue = memoryMessages<ProbeMessage>();
  await engine.fabrics.create(aFabric({ name: "fabric", serverAddress: "10.0.0.2" }));
  const found = await engine.machines.find(aMachine());
  if (found) await engine.machines.replace({ ...found.value, ...over }, found.etag);
  const probe = probeMachine({ ...engine, probeQueue });
  const told = async () => (await engine.events.list({}, { size: 50 })).items.map(({ code, severity }) => `${code} ${severity}`).toSorted();
  return {
    ...engine,
    probeQueue,
    logins: () => logins,
    told,
    descriptions: async () => (await engine.events.list({}, { size: 50 })).items.map(({ description }) => description),
    look: async (says: Output | FleetError = { config: CONFIG }) => {
      output = says;
      engine.clock.pass(60);
      await probe(aMachine());
      return told();
    },
  };
}

describe("a look at a machine", () => {
  it("records version, services, driver, registration and space, and tells nothing while all is as it was", async () => {
    const box = await open();
    expect(await box.look()).toEqual([]);
    expect(await box.machine()).toMatchObject({
      agent: { ...AGENT, checkedAt: "2026-11-01T10:01:00.000Z", driverLoaded: true, registeredWith: "10.0.0.2", freeRootMb: 7812 },
      ...{ osTag: "RHEL8-64", identity: { hostName: "web01" }, watch: { problems: [], untold: [] } },
    });
    expect((await box.jobs.list({}, { size: 10 })).items).toEqual([]);
    expect((await box.machine()).lease).toBeUndefined();
  });

  it("adopts a machine on which somebody else installed the agent: once", async () => {
    const box = await open({});
    expect(await box.look()).toEqual(["AgentAdopted OK"]);
    expect((await box.descriptions())[0]).toMatch(/9\.62\.7096\.0 was found on web-01, registered with 10\.0\.0\.2/);
    expect(await box.look()).toEqual(["AgentAdopted OK"]);
  });

  it("tells of a version that no job brought, and not of one that a job brought", async () => {
    const box = await open({ agent: { ...AGENT, version: "9.61.7016.1" } });
    expect(await box.look()).toEqual(["AgentUpdatedByHand Warning"]);
    expect((await box.descriptions())[0]).toMatch(/from 9\.61\.7016\.1 to 9\.62\.7096\.0/);
    const other = await open({ agent: { ...AGENT, version: "9.61.7016.1" } });
    const time = new Date("2026-11-01T09:00:00.000Z");
    const target = { kind: "machine", fabric: "fabric", container: "container", name: "machine-1", friendlyName: "web-01" } as const;
    const learned = { runs: { "install 9.62": { launchedAt: time.toISOString() } } };
    await other.jobs.create(aJob(time, { target, state: "Failed", endTime: time.toISOString(), learned }));
    expect(await other.look()).toEqual([]);
    expect((await other.machine()).agent?.version).toBe("9.62.7096.0");
  });

  it.each([
    ["stopped services", { process: [], status: [] }, "AgentStopped Critical"],
    ["another server", { config: ["CSType = CSLegacy", "Hostname = 10.9.9.9"] }, "RegisteredElsewhere Critical"],
    ["no registration", { "version-file": ["VERSION=9.62.7096.0"] }, "AgentNotRegistered Warning"],
    ["a driver that is not loaded", { "driver-loaded": "no" }, "DriverNotLoaded Critical"],
    ["a full disk", { "free-root": "1000" }, "NotEnoughSpace Warning"],
  ])("tells of %s once, of the end of it once, and of the next time again", async (_what, wrong, code) => {
    const box = await open();
    const bad = { config: CONFIG, ...wrong };
    expect(await box.look(bad)).toEqual([code]);
    expect(await box.look(bad)).toEqual([code]);
    expect(await box.look()).toEqual([code, "MachineRecovered OK"].toSorted());
    expect(await box.look(bad)).toEqual([code, code, "MachineRecovered OK"].toSorted());
  });

  it("tells of an agent that was removed once, and adopts the next one", async () => {
    const box = await open();
    expect(await box.look(GONE)).toEqual(["AgentRemoved Critical"]);
    expect(await box.look(GONE)).toEqual(["AgentRemoved Critical"]);
    expect((await box.machine()).agent?.version).toBeUndefined();
    expect(await box.look()).toEqual(["AgentAdopted OK", "AgentRemoved Critical"]);
  });

  it("tries a machine that does not answer once more, then tells of it once, and keeps what was known", async () => {
    const box = await open();
    const silent = new FleetError("MachineUnreachable", "127.0.0.1 does not answer", { retryable: true });
    expect(await box.look(silent)).toEqual([]);
    const [again, none] = [box.probeQueue.take(), box.probeQueue.take()];
    expect([again?.message.again, again?.delaySeconds, none]).toEqual([true, 120, undefined]);
    const probe = probeMachine({ ...box, probeQueue: box.probeQueue });
    if (again) await probe(again.message);
    if (again) await probe(again.message);
    expect(await box.told()).toEqual(["MachineUnreachable Warning"]);
    expect((await box.machine()).agent).toEqual(AGENT);
    expect(await box.look()).toEqual(["MachineRecovered OK", "MachineUnreachable Warning"]);
  });

  it("knocks nowhere where the account is stopped, was refused before, or is missing, and not while a job is at work", async () => {
    const box = await open();
    const account = await box.accounts.find("fabric", "1");
    const { etag = "" } = account ? await box.accounts.replace({ ...account.value, stopped: true }, account.etag) : {};
    await box.look();
    await box.accounts.replace({ ...(account?.value as NonNullable<typeof account>["value"]), refusedBy: ["machine-1"] }, etag); // it was found above
    await box.look();
    expect([box.logins(), await box.told()]).toEqual([0, []]);
    const without = await open({ accountId: undefined });
    await without.look();
    expect(without.logins()).toBe(0);
    const busy = await open();
    const job = await busy.start();
    await busy.machines.replace({ ...(await busy.machine()), lease: { job: job.name, token: 1, takenAt: job.createdTime } }, await etagOf(busy));
    await busy.look();
    expect(busy.logins()).toBe(0);
  });

  it("knocks on no machine of a system on which no job acts, and tells once why it was not looked at", async () => {
    const box = await open({ agent: AGENT, osType: "Windows" });
    expect(await box.look()).toEqual(["PlatformNotSupported Warning"]);
    expect(await box.look()).toEqual(["PlatformNotSupported Warning"]);
    expect([box.logins(), (await box.machine()).agent]).toEqual([0, AGENT]);
    expect((await box.accounts.find("fabric", "1"))?.value.refusedInARow).toBe(0);
  });

  it("counts a refused login with the account, tells of it, and is never tried again by itself", async () => {
    const box = await open();
    const refused = new FleetError("LoginRefused", "127.0.0.1 refused root");
    expect(await box.look(refused)).toEqual(["LoginRefused Warning"]);
    expect((await box.accounts.find("fabric", "1"))?.value).toMatchObject({ refusedBy: ["machine-1"], refusedInARow: 1 });
    await box.look();
    expect(box.logins()).toBe(1);
  });

  it("records nothing of another machine that answers in its place, nor while an installer is at work there", async () => {
    const box = await open({ agent: AGENT, identity: { hostName: "web01", biosId: "other" } });
    expect(await box.look()).toEqual(["WrongMachine Warning"]);
    expect((await box.machine()).agent).toEqual(AGENT);
    const busy = await open();
    expect(await busy.look({ config: CONFIG, process: [], status: [], command: ["/bin/sh ./install -q -r MS -v VmWare"] })).toEqual([]);
    expect((await busy.machine()).watch).toBeUndefined();
  });

  it("tells of a machine that was renamed, once, and keeps its record", async () => {
    const identity = { hostName: "old01", biosId: "42062e7b-0000-4000-8000-0123456789ab" };
    const box = await open({ agent: AGENT, identity });
    await box.look();
    expect(await box.look()).toEqual(["MachineRenamed Warning"]);
    expect((await box.machine()).identity).toEqual(identity);
  });

  it("tells at the next look what a crash kept from being told, under the same name", async () => {
    const box = await open({});
    const { add } = box.events;
    const names: string[] = [];
    let dies = true;
    box.events.add = async (event) => {
      names.push(event.name);
      if (dies) throw new Error("crash");
      await add(event);
    };
    await expect(box.look()).rejects.toThrow("crash");
    dies = false;
    expect(await box.look()).toEqual(["AgentAdopted OK"]);
    expect(new Set(names).size).toBe(1);
    expect((await box.machine()).watch?.untold).toEqual([]);
  });

  it("lets a job go on that waits for the restart it finds, also when the look before died with the news, and none for another reason", async () => {
    const [before, after] = ["b".repeat(32), "c".repeat(32)];
    const target = { kind: "machine", fabric: "fabric", container: "container", name: "machine-1", friendlyName: "web-01" } as const;
    const waiting = (code: string) => {
      const time = new Date("2026-11-01T09:00:00.000Z");
      const error = { code, message: "", possibleCauses: "", recommendedAction: "", time: time.toISOString() };
      return aJob(time, { target, state: "Suspended", errors: [error], learned: { bootIdBefore: before } });
    };
    const stateAfter = async (code: string, found: string, agent: Machine["agent"] = { ...AGENT, bootId: before }, isNamed = true) => {
      const job = waiting(code);
      const box = await open({ agent, ...(isNamed && { waitingJob: job.name }) });
      await box.jobs.create(job);
      await box.look({ config: CONFIG, "boot-id": found });
      return (await box.job(job.name)).state;
    };
    expect(await stateAfter("WaitingForRestart", after)).toBe("InProgress");
    expect(await stateAfter("WaitingForRestart", after, { ...AGENT, bootId: after })).toBe("InProgress");
    expect(await stateAfter("WaitingForRestart", before)).toBe("Suspended");
    const { bootId: _none, ...older } = { bootId: before, ...AGENT };
    expect(await stateAfter("WaitingForRestart", after, older, false)).toBe("InProgress"); // an earlier release wrote the row
    expect(await stateAfter("WaitingForRestart", before, older, false)).toBe("Suspended");
    expect(await stateAfter("AccountStopped", after)).toBe("Suspended");
  });

  it("drops what it found when a job wrote the row meanwhile", async () => {
    const box = await open();
    const { replace } = box.machines;
    box.machines.replace = async (machine, etag) => {
      box.machines.replace = replace;
      await replace({ ...(await box.machine()), osName: "written by a job" }, await etagOf(box));
      return replace(machine, etag);
    };
    expect(await box.look(GONE)).toEqual([]);
    expect(await box.machine()).toMatchObject({ osName: "written by a job", agent: AGENT });
    expect(box.probeQueue.take()).toBeUndefined();
  });
});

const etagOf = async ({ machines }: Awaited<ReturnType<typeof open>>): Promise<string> => (await machines.find(aMachine()))?.etag ?? "";
