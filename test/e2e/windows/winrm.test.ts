import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { makeWindowsInstaller } from "../../../local/lab/windows/installer/windows-installer.js";
import type { WindowsMachine } from "../../../local/lab/windows/machine/windows-machine.js";
import type { WindowsTree } from "../../../local/lab/windows/tree/layer.js";
import { lacksWindows, TREE } from "../../local/lab/windows/here.js";
import { until } from "../../until.js";
import { BEFORE, codeOf, isOpen, newFabric, TARGET } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";

/** PowerShell on Wine takes its time on a busy machine: an invocation is not to end for that. */
const PATIENT = { FLEET_RUN_BUDGET_SECONDS: "240", FLEET_STEP_TIMEOUT_SECONDS: "200" };
const JOB_MS = 400_000;

describe.skipIf(!TREE)(`a Windows machine that answers over WinRM alone${lacksWindows}`, { timeout: 500_000 }, () => {
  const fleet = servedFleet([], PATIENT);
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
    if (TREE) for (const version of [BEFORE, TARGET]) await importInstaller(TREE, version);
  }, 400_000);

  const found = () =>
    fleet.client.call<{ ID: string; FleetDetails: object }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: "win-rm" });

  async function importInstaller(tree: WindowsTree, version: string): Promise<void> {
    const dir = await mkdtemp(join(tmpdir(), "fleet-e2e-"));
    const { path, sha256 } = await makeWindowsInstaller(tree, { version, dir });
    const job = await fleet.importFile({ fileName: basename(path), content: await readFile(path), sha256 });
    await rm(dir, { recursive: true, force: true });
    expect(job).toMatchObject({ State: "Succeeded" });
  }

  async function run(cmdlet: string, parameters: Readonly<Record<string, unknown>>): Promise<AsrJob> {
    let job = await fleet.start(cmdlet, parameters);
    const hasEnded = async () => {
      job = await fleet.client.call<AsrJob>("Get-ASRJob", { Name: job.Name });
      return !isOpen(job);
    };
    await until(hasEnded, { withinMs: JOB_MS, everyMs: 1000, what: `the end of ${cmdlet}` });
    return job;
  }

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
