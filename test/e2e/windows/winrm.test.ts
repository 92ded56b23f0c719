import { beforeAll, describe, expect, it } from "vitest";
import type { WindowsMachine } from "../../../local/lab/windows/machine/windows-machine.js";
import { lacksWindows, TREE } from "../../local/lab/windows/here.js";
import { BEFORE, codeOf, newFabric, TARGET } from "../fleet.js";
import { windowsFleet } from "./windows-fleet.js";

describe.skipIf(!TREE)(`a Windows machine that answers over WinRM alone${lacksWindows}`, { timeout: 500_000 }, () => {
  const { fleet, importInstallers, run } = windowsFleet();
  let machine: WindowsMachine;
  let item: string;
  let container: string;

  beforeAll(async () => {
    container = await newFabric(fleet.client, "winrm-cs");
    machine = await fleet.lab.windows({ name: "win-rm", winrm: true, ssh: false });
    const { name: UserName, password: Password } = machine.account;
    await fleet.client.call("New-ASRRunAsAccount", { Fabric: "winrm-cs", AccountName: "win", UserName, Password });
    const described = { FriendlyName: "win-rm", OSType: "Windows", Account: "win", IPAddress: machine.place().address };
    await fleet.run("New-ASRProtectableItem", { ProtectionContainer: container, ...described });
    item = (await found()).ID;
    await importInstallers();
  }, 400_000);

  const found = () =>
    fleet.client.call<{ ID: string; FleetDetails: object }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: "win-rm" });

  it("is found over HTTPS, whose certificate is approved before the password goes there, and gets the agent", async () => {
    const asked = { VMwareToAzure: true, ProtectableItem: item, Name: "win-rm", TargetVersion: BEFORE };
    const refused = await run("New-ASRReplicationProtectedItem", asked);
    expect(codeOf(refused)).toBe("HostKeyUnknown");
    expect(JSON.stringify(refused.Errors)).toContain("x509 SHA256:");
    const job = await run("New-ASRReplicationProtectedItem", { ...asked, AcceptHostKey: true });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: BEFORE } });
    expect(await found()).toMatchObject({ FleetDetails: { Transport: "WinRmHttps", HostKeyType: "x509", HostKeyOrigin: "approved" } });
  });

  it("restarts in the middle of an update, which is told, and is updated by the next job", async () => {
    await machine.setFaults({ rebootDuringInstall: true });
    const update = () => run("Update-ASRMobilityService", { ReplicationProtectedItem: `${container}/replicationProtectedItems/win-rm` });
    const cut = await update();
    expect(codeOf(cut)).toBe("InstallerLost");
    expect(JSON.stringify(cut.Errors)).toContain("the machine was restarted meanwhile");
    const job = await update();
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
  });

  it("is not talked to when it shows another certificate", async () => {
    await machine.changeCertificate();
    const job = await run("Test-ASRMobilityService", { ProtectableItem: item });
    expect(codeOf(job)).toBe("HostKeyMismatch");
  });
});
