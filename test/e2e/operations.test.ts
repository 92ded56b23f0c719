import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { LAB_CONFIGURATION_SERVER, type MachineSpec } from "../../local/lab/machine/spec.js";
import { noLab } from "../local/lab/here.js";
import { type AddOptions, BEFORE, codeOf, type Item, installedVersion, newFabric, noRealSshd, TARGET, taskOf, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

const PASSWORD = `password-canary-${randomUUID()}`;
const WRONG = `wrong-canary-${randomUUID()}`;

describe.skipIf(noLab)(
  `the rest of an agent's life (everything of the vendor is simulated)${noLab ? ` (needs a lab: ${noLab})` : ""}`,
  { timeout: 180_000 },
  () => {
    const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);

    const add = (name: string, more: Partial<MachineSpec> = {}, options: AddOptions = {}) =>
      fleet.add({ name, osTag: UBUNTU, agent: { version: BEFORE }, ...more }, options);
    const uninstall = ({ itemId }: Item) => fleet.run("Uninstall-ASRMobilityService", { ProtectableItem: itemId });
    const register = ({ itemId }: Item) => fleet.run("Register-ASRMobilityService", { ProtectableItem: itemId });
    const shown = ({ itemId }: Item) =>
      fleet.client.call<Shown>("Get-ASRProtectableItem", { ProtectionContainer: fleet.container, Name: itemId.split("/").at(-1) });
    const messageOf = (job: AsrJob, task: string) => taskOf(job, task)?.Message ?? "";
    const left = async ({ lab }: Item) =>
      (await lab.exec("ls -d /usr/local/ASR /usr/local/.vx_version /etc/vxagent /etc/init.d/vxagent 2>/dev/null")).stdout;

    describe("an uninstall", { concurrent: true }, () => {
      it("removes the agent and proves that nothing is left, and then has nothing to do", async () => {
        const item = await add("gone-01");
        const job = await uninstall(item);
        expect(job, JSON.stringify(job.Errors)).toMatchObject({
          State: "Succeeded",
          StateDescription: "Completed",
          JobType: "UninstallMobilityService",
        });
        expect(job.FleetDetails).toMatchObject({ VersionBefore: BEFORE, VersionAfter: null });
        expect(messageOf(job, "verify-uninstall")).toBe("Nothing of the Mobility service is left on the machine");
        expect(await left(item)).toBe("");
        expect((await item.lab.exec("ps ax")).stdout).not.toMatch(/svagents|appservice/);
        const again = await uninstall(item);
        expect(again).toMatchObject({ State: "Succeeded" });
        expect(taskOf(again, "run-uninstaller")).toMatchObject({ StateDescription: "Skipped" });
        expect((await item.lab.exec("grep -c 'removed from' /var/log/ua_uninstall.log")).stdout.trim()).toBe("1");
      });

      it("fails when the services do not stop, says so by the vendor's code, and leaves the agent as it was", async () => {
        const item = await add("stuck-01", { faults: { uninstallerStuck: true } });
        const job = await uninstall(item);
        expect(codeOf(job)).toBe("UninstallFailed");
        expect(job.Errors[0]?.ProviderErrorDetails.ErrorId).toBe("EP0868");
        expect(job.Errors[0]?.ServiceErrorDetails.Message).toMatch(/ended with 2.*Still there: the version file .*, the process svagents/);
        expect(await installedVersion(item.lab)).toBe(BEFORE);
        await item.lab.setFaults({});
        expect(await uninstall(item)).toMatchObject({ State: "Succeeded" });
      });

      it("does not believe an uninstaller that says 0 and did nothing", async () => {
        const item = await add("liar-01", { faults: { uninstallerDoesNothing: true } });
        const job = await uninstall(item);
        expect(codeOf(job)).toBe("UninstallIncomplete");
        expect(job.Errors[0]?.ServiceErrorDetails.Message).toContain("the programs in /usr/local/ASR");
      });

      it("names what is left over, such as a driver that stays until a restart", async () => {
        const item = await add("driver-01", { faults: { driverInUse: true } });
        await item.lab.exec("mkdir -p /usr/local/InMage-of-before && mkdir -p /usr/local/InMage");
        const job = await uninstall(item);
        expect(job).toMatchObject({ State: "Succeeded", StateDescription: "CompletedWithInformation" });
        expect(messageOf(job, "verify-uninstall")).toMatch(
          /Left over: the driver involflt, loaded until the next restart, the driver file \/lib\/modules\/\S+involflt.ko$/,
        );
        expect(job.FleetDetails.RebootRequired).toBe("Recommended");
      });

      it("is a batch for several machines", async () => {
        const items = await Promise.all([add("several-01"), add("several-02")]);
        const job = await fleet.run("Uninstall-ASRMobilityService", { ProtectableItem: items.map(({ itemId }) => itemId) });
        expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { Batch: { Total: 2, Succeeded: 2 } } });
        for (const item of items) expect(await left(item)).toBe("");
      });
    });

    describe("removing a replication protected item", { concurrent: true }, () => {
      const protectedItem = ({ name }: Item) =>
        fleet.client
          .call("Get-ASRReplicationProtectedItem", { ProtectionContainer: fleet.container, Name: name })
          .catch((error: Error) => error.message);
      const adopt = (name: string, more: Partial<MachineSpec> = {}) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: TARGET }, ...more });

      it("uninstalls first, and keeps the machine as a protectable item", async () => {
        const item = await adopt("unprotect-01");
        const job = await fleet.run("Remove-ASRReplicationProtectedItem", { InputObject: item.protectedId });
        expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", JobType: "DisableProtection" });
        expect(await left(item)).toBe("");
        expect(await protectedItem(item)).toMatch(/is not associated with/);
        expect(await shown(item)).toMatchObject({ FriendlyName: "unprotect-01" });
        expect(
          await fleet.run("New-ASRReplicationProtectedItem", { VMwareToAzure: true, ProtectableItem: item.itemId, Name: item.name }),
        ).toMatchObject({ State: "Succeeded" });
      });

      it("keeps the item when the agent could not be removed", async () => {
        const item = await adopt("unprotect-02", { faults: { uninstallerStuck: true } });
        expect(codeOf(await fleet.run("Remove-ASRReplicationProtectedItem", { ReplicationProtectedItem: item.protectedId }))).toBe("UninstallFailed");
        expect(await protectedItem(item)).toMatchObject({ FriendlyName: "unprotect-02" });
      });

      it("with Force forgets a machine that is gone, without asking it", async () => {
        const item = await adopt("unprotect-03");
        await item.lab.crash();
        const job = await fleet.run("Remove-ASRReplicationProtectedItem", { InputObject: item.protectedId, Force: true });
        expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", JobType: "PurgeProtection" });
        expect(await protectedItem(item)).toMatch(/is not associated with/);
        await item.lab.start();
        expect(await installedVersion(item.lab)).toBe(TARGET);
      });
    });

    describe("a registration anew", () => {
      const conf = ({ lab }: Item) => lab.readFile("/usr/local/ASR/Vx/etc/drscout.conf");

      it("moves an agent to the server of its fabric", async () => {
        const item = await add("move-01", { agent: { version: BEFORE, registered: "elsewhere" } });
        expect(await conf(item)).toContain("Hostname=10.99.0.99");
        const job = await register(item);
        expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", JobType: "RegisterMobilityService" });
        expect(await conf(item)).toContain(`Hostname=${LAB_CONFIGURATION_SERVER.address}`);
        expect(await shown(item)).toMatchObject({ FleetDetails: { AgentConfigured: true } });
      });

      it("carries a changed passphrase to the machines", async () => {
        const container = await newFabric(fleet.client, "lab-rotating");
        await fleet.client.call("New-ASRRunAsAccount", {
          Fabric: "lab-rotating",
          AccountName: "root-of-rotating",
          UserName: "root",
          Password: PASSWORD,
        });
        const passphrase = `rotated-canary-${randomUUID()}`;
        const configurationServer = { ...LAB_CONFIGURATION_SERVER, passphrase };
        const item = await add(
          "rotate-01",
          { configurationServer, account: { name: "root", password: PASSWORD } },
          { container, account: "root-of-rotating" },
        );
        const refused = await register(item);
        expect(codeOf(refused)).toBe("RegistrationFailed");
        await fleet.client.call("Set-ASRFabric", { Name: "lab-rotating", Passphrase: passphrase });
        const job = await register(item);
        expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded" });
        expect(await item.lab.readFile("/usr/local/InMage/private/connection.passphrase")).toBe(passphrase);
        const pattern = `[r]${passphrase.slice(1)}`; // what it matches stands in no process's words
        expect((await item.lab.exec(`grep -rl '${pattern}' /var/lib/mobility-fleet /var/log /tmp`)).stdout).toBe("");
      });

      it("says of a machine without an agent that there is nothing to register", async () => {
        expect(codeOf(await register(await fleet.add({ name: "bare-01", osTag: UBUNTU })))).toBe("AgentNotInstalled");
      });
    });

    it.skipIf(noRealSshd)(`suspends jobs of a refused account, and resumes them after its change where they were${noRealSshd}`, async () => {
      const account = { Fabric: "lab-cs", Account: "rotated" };
      await fleet.client.call("New-ASRRunAsAccount", { Fabric: "lab-cs", AccountName: "rotated", UserName: "root", Password: WRONG });
      const items = await Promise.all(
        ["resume-01", "resume-02"].map((name) => add(name, { account: { name: "root", password: PASSWORD } }, { account: "rotated" })),
      );
      const [single] = items;
      if (!single) throw new Error("no machine");
      const suspended = await fleet.run("Install-ASRMobilityService", { ProtectableItem: single.itemId, TargetVersion: TARGET });
      expect(suspended).toMatchObject({ State: "Suspended", AllowedActions: ["Resume", "Cancel"] });
      expect(codeOf(suspended)).toBe("LoginRefused");
      const batch = await fleet.run("Test-ASRMobilityService", { ProtectableItem: items.map(({ itemId }) => itemId) });
      expect(batch).toMatchObject({ State: "Suspended", FleetDetails: { Batch: { Suspended: 2 } } });
      await expect(fleet.client.call("Remove-ASRRunAsAccount", account)).rejects.toThrow(/2 machines \(resume-01, resume-02\)/);
      const changed = await fleet.client.call("Set-ASRRunAsAccount", { ...account, Password: PASSWORD, ResumeJobs: true });
      expect(changed).toMatchObject({ FleetDetails: { ResumedJobs: 2 } });
      const resumed = await fleet.ended(suspended);
      expect(resumed, JSON.stringify(resumed.Errors)).toMatchObject({ Name: suspended.Name, State: "Succeeded" });
      expect(await installedVersion(single.lab)).toBe(TARGET);
      const whole = await fleet.ended(batch);
      expect(whole, JSON.stringify(whole.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { Batch: { Suspended: 0, Succeeded: 2 } } });
    });

    it("does a failed job again as a new one", async () => {
      const item = await add("again-01", { faults: { installerExitCode: 150 } });
      const failed = await fleet.run("Install-ASRMobilityService", { ProtectableItem: item.itemId, TargetVersion: TARGET });
      expect(failed).toMatchObject({ State: "Failed", AllowedActions: ["Restart"] });
      await item.lab.setFaults({});
      const job = await fleet.run("Restart-ASRJob", { InputObject: failed });
      expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { RestartOf: failed.Name, VersionAfter: TARGET } });
      await expect(fleet.client.call("Restart-ASRJob", { Name: job.Name })).rejects.toThrow(/is Succeeded; expected one that is Failed/);
    });
  },
);

type Shown = Readonly<{ FriendlyName: string; FleetDetails: Readonly<Record<string, unknown>> }>;
