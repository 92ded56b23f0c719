import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { AsrMobilityServiceDeploymentPackage, AsrMobilityServiceManualInstall } from "../../lib/api/objects/deployment.js";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { AsrProtectableItem } from "../../lib/api/objects/protectable-item.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import { LAB_CONFIGURATION_SERVER } from "../../local/lab/machine/spec.js";
import { needs } from "../here.js";
import { lacksLab, noLab, ssh } from "../local/lab/here.js";
import { BEFORE, codeOf, type Item, installations, installedVersion, newFabric, TARGET, taskOf, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";
import { contentsOf } from "./traces.js";
import { unzip } from "./unzip.js";

const PASSPHRASE = `passphrase-canary-${randomUUID()}`;
const configurationServer = { ...LAB_CONFIGURATION_SERVER, passphrase: PASSPHRASE };
const noCurl = needs("curl");
const root = { name: "root", password: "lab" };

describe.skipIf(noLab)(`machines that were not installed by push${lacksLab}`, { timeout: 180_000 }, () => {
  const fleet = servedFleet([
    { version: BEFORE, osTag: UBUNTU },
    { version: TARGET, osTag: UBUNTU },
  ]);
  let container: string;
  beforeAll(async () => {
    container = await newFabric(fleet.client, "site", { Passphrase: PASSPHRASE });
    await fleet.client.call("New-ASRRunAsAccount", { Fabric: "site", AccountName: "lab", UserName: "root", Password: "lab" });
  }, 120_000);

  const add = (name: string, more: object = {}) =>
    fleet.add({ name, osTag: UBUNTU, configurationServer, account: root, ...more }, { account: "lab", container });
  const look = ({ itemId }: Item) => fleet.run("Test-ASRMobilityService", { ProtectableItem: itemId });
  const shown = ({ name }: Item) =>
    fleet.client.call<AsrProtectableItem>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: name });
  const protect = ({ itemId, name }: Item) =>
    fleet.run("New-ASRReplicationProtectedItem", { VMwareToAzure: true, ProtectableItem: itemId, Name: name });
  const manual = (item: Item, more: object = {}) =>
    fleet.client.call<z.infer<typeof AsrMobilityServiceManualInstall>>("Get-ASRMobilityServiceManualInstall", {
      ProtectableItem: item.itemId,
      ...more,
    });
  const secretFile = (on: LabMachine) => on.exec("umask 077; cat >/root/connection.passphrase", PASSPHRASE);

  /** Makes a package, downloads and unpacks it. */
  async function makePackage(parameters: object) {
    const job = await fleet.run("New-ASRMobilityServiceDeploymentPackage", { Fabric: "site", ...parameters });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", TargetObjectType: "Server" });
    const made = await fleet.client.call<z.infer<typeof AsrMobilityServiceDeploymentPackage>>("Get-ASRMobilityServiceDeploymentPackage", {
      Job: job.Name,
    });
    const answer = await fetch(made.DownloadUrl);
    expect(answer.headers.get("content-disposition")).toContain(made.FileName);
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(createHash("sha256").update(zip).digest("hex")).toBe(made.Sha256);
    expect(zip.length).toBe(made.SizeInBytes);
    return { made, job, ...(await unzip(zip)) };
  }
  /** Over SSH, as an administrator would copy it. */
  const copy = async (folder: string, to: LabMachine) => {
    const archive = execFileSync("tar", ["-C", folder, "-cf", "-", "."], { maxBuffer: 2 ** 28 });
    expect(
      await ssh(to, root, "mkdir /root/package && tar -C /root/package -xf - && cd /root/package && sha256sum -c --quiet SHA256SUMS", archive),
    ).toMatchObject({ exitCode: 0 });
  };

  it("by a package's script, are adopted as they are, and updated from then on", async () => {
    const { folder, names, made, read, remove } = await makePackage({ IncludeInstaller: true, TargetVersion: BEFORE });
    expect(made).toMatchObject({ Fabric: "site", Installers: [expect.stringContaining(BEFORE)], InstallerLinksExpireOn: null });
    expect(names).toEqual(expect.arrayContaining(["README.md", "linux/install.sh", `linux/installers/${made.Installers[0]}`]));
    expect(names.filter((name) => read(name).includes("canary"))).toEqual([]);
    const item = await add("by-package");
    await copy(folder, item.lab);
    await secretFile(item.lab);
    const installed = await ssh(item.lab, root, "sh /root/package/linux/install.sh");
    expect(installed, installed.stdout + installed.stderr).toMatchObject({ exitCode: 0 });
    await remove();

    const job = await look(item);
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded" });
    expect(await shown(item)).toMatchObject({
      FabricSpecificVMDetails: { AgentInstalled: "True", AgentVersion: BEFORE },
      FleetDetails: { AgentConfigured: true },
    });
    const adopted = await protect(item);
    expect(adopted, JSON.stringify(adopted.Errors)).toMatchObject({ State: "Succeeded" });
    for (const step of ["plan-path", "register-agent"]) expect(taskOf(adopted, step)).toMatchObject({ StateDescription: "Skipped" });
    expect(await installations(item.lab)).toBe(1);
    expect(await fleet.client.call("Get-ASRReplicationProtectedItem", { ProtectionContainer: container, Name: item.name })).toMatchObject({
      FleetDetails: { AgentVersion: BEFORE },
    });
    expect(await fleet.update(item)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });

  it.skipIf(noCurl)(
    `by a package with links, which reads its installer from storage, and leaves the registration to the service${noCurl}`,
    async () => {
      const { folder, made, job, remove } = await makePackage({ OSTag: UBUNTU, LinkHours: 2 });
      expect(Date.parse(made.InstallerLinksExpireOn ?? "") - Date.parse(job.EndTime ?? "")).toBeLessThanOrEqual(2 * 3_600_000);
      const item = await add("by-link");
      await copy(folder, item.lab);
      await remove();
      const installed = await ssh(item.lab, root, "sh /root/package/linux/install.sh --no-register");
      expect(installed, installed.stdout + installed.stderr).toMatchObject({ exitCode: 0 });
      expect(codeOf(await look(item))).toBe("RegistrationFailed");
      const registered = await fleet.run("Install-ASRMobilityService", { ProtectableItem: item.itemId });
      expect(registered, JSON.stringify(registered.Errors)).toMatchObject({ State: "Succeeded" });
      expect(await installations(item.lab)).toBe(1);
      expect(await look(item)).toMatchObject({ State: "Succeeded" });
    },
  );

  it.skipIf(noCurl)(`by hand with exactly the commands of the answer${noCurl}`, async () => {
    const item = await add("by-hand");
    await expect(manual(item)).rejects.toThrow(/operating system of by-hand is not known yet; expected its OSTag/);
    const told = await manual(item, { OSTag: UBUNTU, LinkMinutes: 5 });
    expect(told).toMatchObject({ InstalledVersion: null, TargetVersion: TARGET, OSTag: UBUNTU, Generation: "Classic" });
    expect(JSON.stringify(told)).not.toContain("canary");
    for (const { Title, Commands } of told.Steps) {
      const { exitCode, stdout, stderr } = await ssh(
        item.lab,
        root,
        Commands.join("\n"),
        Title.startsWith("Put the registration secret") ? `${PASSPHRASE}\n` : "",
      );
      expect(exitCode, `${Title}: ${stdout}${stderr}`).toBe(0);
    }
    expect(await installedVersion(item.lab)).toBe(TARGET);
    expect((await item.lab.exec("ls -d /var/lib/mobility-service-by-hand")).stdout).toBe("");
    expect(await look(item)).toMatchObject({ State: "Succeeded" });
    expect(await manual(item)).toMatchObject({ InstalledVersion: TARGET, Installers: [], Steps: [] });
  });

  it.skipIf(noCurl)(`by hand over an older agent, which stays registered${noCurl}`, async () => {
    const item = await add("by-hand-older", { agent: { version: BEFORE } });
    expect(await look(item)).toMatchObject({ State: "Succeeded" });
    const told = await manual(item);
    expect(told.Steps.map(({ Title }) => Title)).toEqual([
      expect.stringMatching(/^As root/),
      expect.stringMatching(/^Fetch/),
      "Unpack it",
      `Update to ${TARGET}`,
      "Look which version is there",
      "Clean up",
    ]);
    for (const { Title, Commands } of told.Steps) {
      const { exitCode } = await ssh(item.lab, root, Commands.join("\n"));
      expect([Title, exitCode]).toEqual([Title, Title.startsWith("Update") ? 98 : 0]);
    }
    expect(await installedVersion(item.lab)).toBe(TARGET);
    await expect(manual(item, { OSTag: "RHEL8-64" })).rejects.toThrow(/is UBUNTU-22\.04-64; got the OSTag RHEL8-64/);
  });

  it("for another server, are seen for what they are, and left as they are", async () => {
    const item = await add("of-another", { agent: { version: BEFORE, registered: "elsewhere" } });
    const job = await look(item);
    expect(codeOf(job)).toBe("RegisteredElsewhere");
    expect(job.Errors[0]?.ServiceErrorDetails.Message).toContain("10.99.0.99");
    expect(await shown(item)).toMatchObject({ FabricSpecificVMDetails: { AgentVersion: BEFORE } });
    expect(codeOf(await protect(item))).toBe("RegisteredElsewhere");
  });

  it("leave no passphrase in storage, in the host's log or in a job", async () => {
    const places = new Map(await contentsOf(fleet.world.storage.connectionString));
    places
      .set("jobs", JSON.stringify(await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob", { Top: 200 })))
      .set("log of the host", JSON.stringify(fleet.said));
    expect(places.size).toBeGreaterThan(20);
    expect([...places].filter(([, text]) => text.includes(PASSPHRASE) || text.includes("sig=")).map(([place]) => place)).toEqual([]);
  });
});
