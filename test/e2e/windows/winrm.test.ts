import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { makeWindowsInstaller } from "../../../local/lab/windows/installer/windows-installer.js";
import type { WindowsMachine } from "../../../local/lab/windows/machine/windows-machine.js";
import { lacksWindows, TREE } from "../../local/lab/windows/here.js";
import { BEFORE, codeOf, type FleetWorld, startFleet, TARGET } from "../fleet.js";

const VERSION = String.raw`reg query "HKLM\SOFTWARE\Wow6432Node\InMage Systems\Installed Products\5" /v Product_Version`;

describe.skipIf(!TREE)(`a Windows machine of the lab that answers over WinRM alone${lacksWindows}`, { timeout: 400_000 }, () => {
  let fleet: FleetWorld;
  let machine: WindowsMachine;

  beforeAll(async () => {
    if (!TREE) throw new Error("skipped");
    fleet = await startFleet();
    machine = await fleet.lab.windows({ name: "win-rm", winrm: true, ssh: false, agent: { version: BEFORE } });
    const dir = await mkdtemp(join(tmpdir(), "windows-e2e-"));
    const { path, fileName } = await makeWindowsInstaller(TREE, { version: TARGET, dir });
    await fleet.importFile({ fileName, content: await readFile(path) });
    await rm(dir, { recursive: true, force: true });
    await fleet.client.call("New-ASRRunAsAccount", { Fabric: "lab-cs", AccountName: "windows", UserName: "Administrator", Password: "lab" });
    const described = { FriendlyName: "win-rm", IPAddress: machine.place().address, OSType: "Windows", Account: "windows" };
    await fleet.run("New-ASRProtectableItem", { ProtectionContainer: fleet.container, ...described });
  }, 400_000);
  afterAll(() => fleet?.close(), 120_000);

  const found = () =>
    fleet.client.call<{ ID: string; FleetDetails?: unknown }>("Get-ASRProtectableItem", {
      ProtectionContainer: fleet.container,
      FriendlyName: "win-rm",
    });
  const update = (): Promise<AsrJob> =>
    fleet.run("Update-ASRMobilityService", { ReplicationProtectedItem: `${fleet.container}/replicationProtectedItems/win-rm` });

  it("is found over HTTPS, whose certificate must be approved before the password is sent, and is kept", async () => {
    const { ID } = await found();
    const adopt = { VMwareToAzure: true, ProtectableItem: ID, Name: "win-rm" };
    const refused = await fleet.run("New-ASRReplicationProtectedItem", adopt);
    expect(codeOf(refused)).toBe("HostKeyUnknown");
    expect(JSON.stringify(refused.Errors)).toContain("x509 SHA256:");
    const adopted = await fleet.run("New-ASRReplicationProtectedItem", { ...adopt, AcceptHostKey: true });
    expect(adopted, JSON.stringify(adopted.Errors)).toMatchObject({ State: "Succeeded" });
    expect(JSON.stringify(await found())).toMatch(/"Transport":"WinRmHttps".*"HostKeyType":"x509"/);
  });

  it("is updated by a job", async () => {
    const job = await update();
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded" });
    expect((await machine.exec(VERSION)).stdout).toContain(TARGET);
  });

  it("is not talked to when it shows another certificate", async () => {
    await machine.changeCertificate();
    const job = await fleet.run("Test-ASRMobilityService", { ProtectableItem: (await found()).ID });
    expect(codeOf(job)).toBe("HostKeyMismatch");
  });
});
