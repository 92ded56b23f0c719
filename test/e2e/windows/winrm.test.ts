import { beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { LAB_CONFIGURATION_SERVER } from "../../../local/lab/machine/spec.js";
import type { WindowsMachine } from "../../../local/lab/windows/machine/windows-machine.js";
import { lacksWindows, TREE } from "../../local/lab/windows/here.js";
import { BETWEEN, codeOf, newFabric, OLD, TARGET, taskOf } from "../fleet.js";
import { windowsFleet } from "./windows-fleet.js";

const CONFIGURATION = String.raw`C:\Program Files (x86)\Microsoft Azure Site Recovery\agent\Application Data\etc\drscout.conf`;

describe.skipIf(!TREE)(`a Windows machine that answers over WinRM alone, in the fabric of an appliance${lacksWindows}`, { timeout: 500_000 }, () => {
  const { fleet, importInstallers, run } = windowsFleet();
  let machine: WindowsMachine;
  let item: string;
  let container: string;

  beforeAll(async () => {
    const { configJson: SourceConfig } = LAB_CONFIGURATION_SERVER;
    container = await newFabric(fleet.client, "winrm-ap", { Generation: "Modernized", ServerVersion: TARGET, SourceConfig });
    const starting = fleet.lab.windows({ name: "win-rm", winrm: true, ssh: false });
    await Promise.all([starting, importInstallers([OLD, BETWEEN, TARGET])]);
    machine = await starting;
    const { name: UserName, password: Password } = machine.account;
    await fleet.client.call("New-ASRRunAsAccount", { Fabric: "winrm-ap", AccountName: "win", UserName, Password });
    const described = { FriendlyName: "win-rm", OSType: "Windows", Account: "win", IPAddress: machine.place().address };
    await fleet.run("New-ASRProtectableItem", { ProtectionContainer: container, ...described });
    item = (await found()).ID;
  }, 400_000);

  const found = () =>
    fleet.client.call<{ ID: string; FleetDetails: object }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: "win-rm" });
  const update = (more: object = {}) =>
    run("Update-ASRMobilityService", { ReplicationProtectedItem: `${container}/replicationProtectedItems/win-rm`, ...more });
  const csType = async () => /^CSType=(\w+)/m.exec(await machine.readFile(CONFIGURATION))?.[1];
  const expectDone = (job: AsrJob, VersionAfter: string) =>
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter } });

  it("is found over HTTPS, whose certificate is approved before the password goes there, gets the agent and is registered with the appliance", async () => {
    const asked = { ReplicateVMwareToAzure: true, ProtectableItem: item, Name: "win-rm", TargetVersion: OLD };
    const refused = await run("New-ASRReplicationProtectedItem", asked);
    expect(codeOf(refused)).toBe("HostKeyUnknown");
    expect(JSON.stringify(refused.Errors)).toContain("x509 SHA256:");
    const job = await run("New-ASRReplicationProtectedItem", { ...asked, AcceptHostKey: true });
    expectDone(job, OLD);
    expect(taskOf(job, "verify-registration")).toMatchObject({ State: "Succeeded" });
    expect(await found()).toMatchObject({ FleetDetails: { Transport: "WinRmHttps", HostKeyType: "x509", HostKeyOrigin: "approved" } });
  });

  it("restarts in the middle of an update, which is told", async () => {
    await machine.setFaults({ rebootDuringInstall: true });
    const cut = await update();
    expect(codeOf(cut)).toBe("InstallerLost");
    expect(JSON.stringify(cut.Errors)).toContain("the machine was restarted meanwhile");
  });

  it("is updated by two installers, restarted by the job after each, and a classic agent is migrated by the first and registered anew", async () => {
    await machine.writeFile(CONFIGURATION, (await machine.readFile(CONFIGURATION)).replace("CSType=CSPrime", "CSType=CSLegacy"));
    const job = await update({ Restart: true });
    expectDone(job, TARGET);
    expect(job.Tasks.filter(({ ID, State }) => ID.startsWith("verify-agent") && State === "Succeeded")).toHaveLength(2);
    expect(job.Tasks.filter(({ ID, State }) => ID.startsWith("restart-machine") && State === "Succeeded").length).toBeGreaterThan(0);
    expect(taskOf(job, "re-register-agent")).toMatchObject({ State: "Succeeded" });
    expect(await csType()).toBe("CSPrime");
  });

  it("is not talked to when it shows another certificate", async () => {
    await machine.changeCertificate();
    const job = await run("Test-ASRMobilityService", { ProtectableItem: item });
    expect(codeOf(job)).toBe("HostKeyMismatch");
  });
});
