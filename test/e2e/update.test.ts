import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, BETWEEN, codeOf, type Item, installations, installedVersion, newFabric, OLD, TARGET, taskOf, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

describe.skipIf(noLab)(`updating machines${lacksLab}`, { timeout: 180_000, concurrent: true }, () => {
  const fleet = servedFleet([
    { version: BETWEEN, osTag: "DEBIAN11-64" },
    { version: TARGET, osTag: "DEBIAN11-64" },
    { version: TARGET, osTag: UBUNTU, seconds: 1 },
    { version: "9.63.7200.1", osTag: UBUNTU },
  ]);

  it("brings a machine to the newest version that its server allows, and shows each step", async () => {
    const item = await fleet.adopt({ name: "one-release", osTag: UBUNTU, agent: { version: BEFORE } });
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded", StateDescription: "CompletedWithInformation", Errors: [], AllowedActions: [] });
    expect(job.FleetDetails).toMatchObject({ VersionBefore: BEFORE, VersionAfter: TARGET, TargetVersion: TARGET, RebootRequired: "Recommended" });
    expect(job.Tasks.map(({ ID, State }) => `${ID}: ${State}`)).toEqual([
      "check-components: Succeeded",
      "open-machine: Succeeded",
      "detect-os: Succeeded",
      "check-readiness: Succeeded",
      "plan-path: Succeeded",
      `stage-installer ${TARGET}: Succeeded`,
      `run-installer ${TARGET}: Succeeded`,
      `await-installer ${TARGET}: Succeeded`,
      `verify-agent ${TARGET}: Succeeded`,
      "check-reboot: Succeeded",
      "record-agent: Succeeded",
    ]);
    for (const { StartTime, EndTime, Message } of job.Tasks) {
      expect(Date.parse(EndTime ?? "")).toBeGreaterThanOrEqual(Date.parse(StartTime ?? ""));
      expect(Message).toMatch(/\w/);
    }
    expect(await installedVersion(item.lab)).toBe(TARGET);
    expect(await installations(item.lab)).toBe(1);
    expect((await item.lab.exec("/usr/local/ASR/Vx/bin/status")).exitCode).toBe(0);
    const shown = await fleet.client.call("Get-ASRReplicationProtectedItem", { ProtectionContainer: fleet.container, Name: item.name });
    expect(JSON.stringify(shown)).toContain(TARGET);
    const log = await fleet.client.call<{ Text: string; SizeBytes: number; IsComplete: boolean }>("Get-ASRJobLog", { Name: job.Name });
    expect(log.Text).toContain(`--- install ${TARGET} ---`);
    expect(log.Text).toContain(`upgraded from ${BEFORE} to ${TARGET}`);
    expect(log).toMatchObject({ SizeBytes: Buffer.byteLength(log.Text), IsComplete: true });
    expect((await item.lab.exec("ls -A /var/lib/mobility-fleet/run 2>/dev/null")).stdout).toBe("");
  });

  it("restarts the machine only when it is asked to, once, and then nothing waits for a restart", async () => {
    const item = await fleet.adopt({ name: "restarted", osTag: UBUNTU, agent: { version: BEFORE } });
    const boot = item.lab.bootId();
    expect(await fleet.update(item)).toMatchObject({ State: "Succeeded", FleetDetails: { RebootRequired: "Recommended" } });
    expect(item.lab.bootId()).toBe(boot);
    const job = await fleet.update(item, { Restart: true });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({
      State: "Succeeded",
      StateDescription: "Completed",
      FleetDetails: { RebootRequired: "None" },
    });
    expect(item.lab.bootId()).not.toBe(boot);
    expect(taskOf(job, "verify-restart")?.Message).toMatch(/was restarted; the agent's services run/);
    const again = await fleet.update(item, { Restart: true });
    expect(taskOf(again, "restart-machine")).toMatchObject({ StateDescription: "Skipped" });
    expect(await installations(item.lab)).toBe(1);
  });

  it("goes by an installer in between when the way is longer than four releases, and waits for the restart that is mandatory there", async () => {
    const item = await fleet.adopt({ name: "two-hops", osTag: "DEBIAN11-64", agent: { version: OLD } });
    const waiting = await fleet.update(item);
    expect(waiting.State).toBe("Suspended");
    expect(waiting.Errors.map(({ ServiceErrorDetails }) => ServiceErrorDetails.Code)).toEqual(["WaitingForRestart"]);
    expect(await installedVersion(item.lab)).toBe(BETWEEN);
    await item.lab.reboot();
    await fleet.client.call("Resume-ASRJob", { Name: waiting.Name });
    const done = await fleet.ended(waiting);
    expect(done, JSON.stringify(done.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: OLD, VersionAfter: TARGET } });
    expect(taskOf(done, "plan-path")?.Message).toContain([OLD, BETWEEN, "restart (mandatory)", TARGET].join(" → "));
    const log = await fleet.client.call<{ Text: string }>("Get-ASRJobLog", { Name: waiting.Name });
    expect(log.Text.indexOf(`to ${BETWEEN}`)).toBeLessThan(log.Text.indexOf(`to ${TARGET}`));
    expect(await installations(item.lab)).toBe(2);
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });

  it("restarts the machine between two hops, too, when the second would go too far beyond the loaded driver", async () => {
    const item = await fleet.adopt({ name: "two-restarts", osTag: "DEBIAN11-64", agent: { version: OLD } });
    const job = await fleet.update(item, { Restart: true });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET, RebootRequired: "None" } });
    const restarts = job.Tasks.filter(({ ID, StateDescription }) => ID.startsWith("restart-machine") && StateDescription === "Completed");
    expect(restarts).toHaveLength(2);
    const order = job.Tasks.map(({ ID }) => ID).filter((id) => /^(run-installer|verify-restart)/.test(id));
    expect(order.map((id) => id.replace(/[^a-z-].*/, ""))).toEqual(["run-installer", "verify-restart", "run-installer", "verify-restart"]);
    expect(await installations(item.lab)).toBe(2);
  });

  it("does not touch a machine that has the version, and says so", async () => {
    const item = await fleet.adopt({ name: "there-already", osTag: UBUNTU, agent: { version: TARGET } });
    const before = await stateOf(item);
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: TARGET, VersionAfter: TARGET } });
    expect(taskOf(job, "plan-path")).toMatchObject({ State: "Other", StateDescription: "Skipped" });
    expect(taskOf(job, "plan-path")?.Message).toMatch(/already; it was not changed/);
    expect(job.Tasks.some(({ ID }) => ID.startsWith("run-installer"))).toBe(false);
    expect(await stateOf(item)).toEqual(before);
    expect(await installations(item.lab)).toBe(0);
  });

  it("refuses a version newer than the server, and names what to update first", async () => {
    const item = await fleet.adopt({ name: "beyond-server", osTag: UBUNTU, agent: { version: BEFORE } });
    const before = await stateOf(item);
    await expect(fleet.update(item, { TargetVersion: "9.63.7200.1" })).rejects.toThrow(
      /409 ComponentsOutdated: .*9\.63\.7200\.1.*1\. configuration server lab-cs \(/,
    );
    expect(await stateOf(item)).toEqual(before);
  });

  it("refuses while a process server is older than the target: at the call, and in a job that was called before", async () => {
    const container = await newFabric(fleet.client, "old-ps");
    await fleet.client.call("New-ASRRunAsAccount", { Fabric: "old-ps", AccountName: "key", UserName: "root", Password: "lab" });
    const lab = { name: "old-ps-01", osTag: UBUNTU, agent: { version: BEFORE }, account: { name: "root", password: "lab" } } as const;
    const item = await fleet.add(lab, { container });
    const stopped = await fleet.start("Install-ASRMobilityService", { ProtectableItem: item.itemId });
    await fleet.client.call("Stop-ASRJob", { Name: stopped.Name });
    const { State } = await fleet.ended(stopped);
    expect(State).toBe("Cancelled");
    await fleet.client.call("Set-ASRFabric", { Name: "old-ps", ProcessServers: [{ FriendlyName: "ps-1", AgentVersion: BEFORE }] });
    await expect(fleet.start("Install-ASRMobilityService", { ProtectableItem: item.itemId })).rejects.toThrow(/409 ComponentsOutdated.*ps-1/);
    const again = await fleet.start("Restart-ASRJob", { Name: stopped.Name });
    const job = await fleet.ended({ Name: again.Name });
    expect(codeOf(job)).toBe("ComponentsOutdated");
    expect(job.Errors[0]?.ServiceErrorDetails.Message).toMatch(/1\. process server ps-1/);
  });

  it("never goes back to an older version", async () => {
    const item = await fleet.adopt({ name: "no-way-back", osTag: "DEBIAN11-64", agent: { version: TARGET } });
    const job = await fleet.update(item, { TargetVersion: BETWEEN });
    expect(codeOf(job)).toBe("DowngradeRefused");
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });

  it("fails when no installer of the catalogue fits the machine's system", async () => {
    const item = await fleet.adopt({ name: "no-installer", osTag: "SLES12-64", agent: { version: BEFORE } });
    const job = await fleet.update(item);
    expect(codeOf(job)).toBe("InstallerMissing");
    expect(job.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/[Ii]mport/);
    expect(await installedVersion(item.lab)).toBe(BEFORE);
  });

  it("answers WhatIf with the plan, and neither starts a job nor touches the machine", async () => {
    const item = await fleet.adopt({ name: "what-if", osTag: "DEBIAN11-64", agent: { version: OLD } });
    const before = await stateOf(item);
    const jobs = await jobsOf(item);
    const answer = await fleet.client.call("Update-AzRecoveryServicesAsrMobilityService", {
      ReplicationProtectedItem: item.protectedId,
      WhatIf: true,
    });
    expect(answer).toMatchObject({
      WhatIf: true,
      Target: item.name,
      Plan: {
        ...{ InstalledVersion: OLD, TargetVersion: TARGET, Path: [BETWEEN, TARGET], Reboot: "Recommended", BlockedBy: [] },
        Hops: [
          { To: BETWEEN, Restart: "Mandatory" },
          { To: TARGET, Restart: "Recommended" },
        ],
      },
    });
    expect(await jobsOf(item)).toEqual(jobs);
    expect(await stateOf(item)).toEqual(before);
  });

  it("gives the job that is at work instead of a second one", async () => {
    const item = await fleet.adopt({ name: "asked-twice", osTag: UBUNTU, agent: { version: BEFORE } });
    const ask = () => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    const first = await ask();
    expect((await ask()).Name).toBe(first.Name);
    expect(await fleet.ended(first)).toMatchObject({ State: "Succeeded" });
    expect(await installations(item.lab)).toBe(1);
  });

  /** What an installation would change: files with their times, the service's process, the product's own folder. */
  async function stateOf({ lab }: Item): Promise<string> {
    const files =
      "find /usr/local /etc /lib/modules /var/log/ua_install.log -xdev -type f -newer /etc/hostname -printf '%p %T@ %s\\n' 2>/dev/null | sort";
    return (await lab.exec(`${files}; cat /run/svagents.pid; ls -A /var/lib/mobility-fleet 2>/dev/null`)).stdout;
  }

  async function jobsOf({ itemId }: Item): Promise<readonly string[]> {
    const { value } = await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob", { TargetObjectId: itemId });
    return value.map(({ Name }) => Name);
  }
});
