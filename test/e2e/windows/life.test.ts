import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { LAB_CONFIGURATION_SERVER } from "../../../local/lab/machine/spec.js";
import type { WindowsMachine } from "../../../local/lab/windows/machine/windows-machine.js";
import { lacksWindows, TREE } from "../../local/lab/windows/here.js";
import { BEFORE, newFabric, TARGET, taskOf } from "../fleet.js";
import { windowsFleet } from "./windows-fleet.js";

const FOLDER = String.raw`C:\ProgramData\ASR\agent`;
const PROGRAMS = String.raw`C:\Program Files (x86)\Microsoft Azure Site Recovery`;
const OWN = String.raw`D:\somebody's own`;
const RECORD = String.raw`HKLM\SOFTWARE\MobilityFleet\AntivirusExclusions`;

describe.skipIf(!TREE)(`a Windows machine over OpenSSH${lacksWindows}`, { timeout: 500_000 }, () => {
  const { fleet, importInstallers, run } = windowsFleet();
  let machine: WindowsMachine;
  let item: string;
  let container: string;

  beforeAll(async () => {
    container = await newFabric(fleet.client, "windows-cs", { Passphrase: "canary-of-another-server" });
    const starting = fleet.lab.windows({ name: "win-01" });
    await Promise.all([starting, importInstallers([BEFORE, TARGET])]);
    machine = await starting;
    const { name: UserName, password: Password } = machine.account;
    await fleet.client.call("New-ASRRunAsAccount", { Fabric: "windows-cs", AccountName: "win", UserName, Password });
    const { address: IPAddress, port: Port } = machine.place();
    const { sha256: HostKeySha256, type: HostKeyType } = machine.hostKey();
    const described = { FriendlyName: "win-01", OSType: "Windows", Account: "win", IPAddress, Port, HostKeySha256, HostKeyType };
    await fleet.run("New-ASRProtectableItem", { ProtectionContainer: container, ...described });
    item = (await fleet.client.call<{ ID: string }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: "win-01" })).ID;
  }, 400_000);

  /** With what went wrong, where something did. */
  const expectDone = (job: AsrJob, shown: object = {}) => {
    expect(job.Errors.map(({ ServiceErrorDetails }) => ServiceErrorDetails)).toEqual([]);
    expect(job).toMatchObject({ State: "Succeeded", ...shown });
  };
  const printed = async (line: string) => (await machine.exec(line)).stdout;
  const leftOut = async () => JSON.parse(await machine.readFile(String.raw`C:\lab\defender.json`)).ExclusionPath;
  const details = async () =>
    (await fleet.client.call<{ FleetDetails: object }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: "win-01" }))
      .FleetDetails;
  /** Sessions over SSH, and supervisors of what ran detached. */
  const startsOf = async <T>(act: () => Promise<T>) => {
    const before = machine.heard().length;
    const job = await act();
    return {
      job,
      sessions: machine
        .heard()
        .slice(before)
        .filter((line) => line.includes("powershell.exe")).length,
    };
  };

  it("is installed, registered once the passphrase is right, and Defender leaves out the folders before the installer comes", async () => {
    await machine.writeFile(
      String.raw`C:\lab\defender.json`,
      JSON.stringify({ ExclusionPath: [OWN, FOLDER], ExclusionProcess: null, ExclusionExtension: null }),
    );
    const asked = { VMwareToAzure: true, ProtectableItem: item, Name: "win-01", TargetVersion: BEFORE, ExcludeFromAntivirus: true };
    const refused = await run("New-ASRReplicationProtectedItem", asked);
    expect(refused).toMatchObject({ State: "Failed", Errors: [{ ServiceErrorDetails: { Code: "RegistrationFailed" } }] });
    expect(taskOf(refused, "verify-exclusions")).toMatchObject({ State: "Succeeded" });
    await fleet.client.call("Set-ASRFabric", { Name: "windows-cs", Passphrase: LAB_CONFIGURATION_SERVER.passphrase });
    const job = await run("New-ASRReplicationProtectedItem", asked);
    expectDone(job, { FleetDetails: { VersionAfter: BEFORE } });
    expect(job.Tasks.filter(({ ID, State }) => ID.startsWith("run-installer") && State === "Succeeded")).toEqual([]);
    expect((await leftOut()).toSorted()).toEqual([PROGRAMS, FOLDER, OWN].toSorted());
    expect(await printed(`reg query ${RECORD}`)).toContain("added");
  });

  it("is updated with at most four starts of PowerShell, and is warned of a VSS provider that the installer could not register", async () => {
    await machine.setFaults({ vssFailure: true });
    const { job, sessions } = await startsOf(() =>
      run("Update-ASRMobilityService", { ReplicationProtectedItem: `${container}/replicationProtectedItems/win-01` }),
    );
    expectDone(job, { FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    expect(JSON.stringify(job.FleetDetails)).toContain("InMageVSSProvider_Install.cmd");
    const detached = job.Tasks.filter(({ ID }) => ID.startsWith("run-installer")).length;
    expect(sessions + detached).toBeLessThanOrEqual(4);
  });

  it("is in a support bundle with set-up logs, registry, services and event log", async () => {
    const [latest] = (await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob", {})).value;
    const { Name } = await run("Export-ASRSupportBundle", { Job: latest?.Name });
    const { DownloadUrl } = await fleet.client.call<{ DownloadUrl: string }>("Get-ASRSupportBundle", { Job: Name });
    const files = unzipSync(Buffer.from(await (await fetch(DownloadUrl)).arrayBuffer()));
    const text = (name: string) => Buffer.from(Object.entries(files).find(([path]) => path.endsWith(name))?.[1] ?? []).toString();
    expect(text("machine/C/ProgramData/ASRSetupLogs/ASRUnifiedAgentInstaller.log")).toMatch(/LAB/);
    expect(text("drscout.conf")).toMatch(/Hostname/);
    expect(text("commands/registry.txt")).toContain("AgentConfigurationStatus = Succeeded");
    expect(text("commands/services.txt")).toContain("svagents Running");
    expect(text("commands/antivirus.txt")).toContain(`left out: ${FOLDER}`);
    expect(text("commands/event-log.txt")).toMatch(/\d{4}-\d\d-\d\dT|could not be read/);
  });

  it("loses with the agent what jobs had let Defender leave out, and nothing that was somebody's own", async () => {
    // As it is when a worker and the machine die between adding and remembering: the record says what was meant.
    await machine.exec(`reg add ${RECORD} /v "${PROGRAMS}" /d adding /f`);
    expect(await details()).toMatchObject({ AntivirusExclusionsAdded: [PROGRAMS], AntivirusExclusionsMissing: [] });
    expectDone(await run("Uninstall-ASRMobilityService", { ProtectableItem: item }));
    expect((await leftOut()).toSorted()).toEqual([FOLDER, OWN].toSorted());
    expect((await machine.exec(`reg query ${RECORD}`)).exitCode).toBe(1);
    expect(await details()).toMatchObject({ AgentVersion: null, AntivirusExclusionsAdded: [] });
  });

  it("is told to have refused the exclusions where a policy keeps Defender from taking them", async () => {
    await machine.writeFile(String.raw`C:\lab\defender-locked`, "");
    const job = await run("Set-ASRMobilityServiceAntivirusExclusion", { ProtectableItem: item });
    expect(job).toMatchObject({ State: "Failed", Errors: [{ ServiceErrorDetails: { Code: "ExclusionRefused" } }] });
    expect((await machine.exec(`reg query ${RECORD} /v "${PROGRAMS}"`)).exitCode).toBe(1);
  });
});
