import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { LAB_CONFIGURATION_SERVER } from "../../local/lab/machine/spec.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, codeOf, type FleetWorld, type Item, installations, installedVersion, newFabric, TARGET, taskOf, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";
import { contentsOf, watchProcesses } from "./traces.js";

const PASSPHRASE = `passphrase-canary-${randomUUID()}`;
const CONFIG_JSON = JSON.stringify({ machineDetails: `config-canary-${randomUUID()}` });
const WRONG = `wrong-canary-${randomUUID()}`;
const SECRETS = [PASSPHRASE, CONFIG_JSON, WRONG];
const { address } = LAB_CONFIGURATION_SERVER;
const configurationServer = { address, passphrase: PASSPHRASE, configJson: CONFIG_JSON };

describe.skipIf(noLab)(`installing on fresh machines${lacksLab}`, { timeout: 180_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);
  let classic: string;
  let modernized: string;
  let mistaken: string;
  beforeAll(async () => {
    classic = await newFabric(fleet.client, "classic", { Passphrase: PASSPHRASE });
    modernized = await newFabric(fleet.client, "modernized", { Generation: "Modernized", ServerVersion: TARGET, SourceConfig: CONFIG_JSON });
    mistaken = await newFabric(fleet.client, "mistaken", { Passphrase: WRONG });
    for (const Fabric of ["classic", "modernized", "mistaken"])
      await fleet.client.call("New-ASRRunAsAccount", { Fabric, AccountName: "lab", UserName: "root", Password: "lab" });
  }, 120_000);

  const add = (name: string, container: string, more: Partial<Parameters<FleetWorld["add"]>[0]> = {}) =>
    fleet.add({ name, osTag: UBUNTU, configurationServer, account: { name: "root", password: "lab" }, ...more }, { account: "lab", container });
  const install = (item: Item) => fleet.run("Install-AzureRmRecoveryServicesAsrMobilityService", { ProtectableItem: item.itemId });

  describe("each", { concurrent: true }, () => {
    it("installs and registers with the passphrase, which no command line and no environment shows", async () => {
      const item = await add("classic-01", classic);
      const watch = watchProcesses();
      const job = await install(item);
      const seen = [...(await watch.stop())];
      expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: null, VersionAfter: TARGET } });
      expect(taskOf(job, "verify-registration")).toMatchObject({ State: "Succeeded" });
      expect(await installedVersion(item.lab)).toBe(TARGET);
      expect(await item.lab.readFile("/usr/local/.vx_version")).toContain("AGENT_CONFIGURATION_STATUS=Succeeded");
      expect(await item.lab.readFile("/usr/local/ASR/Vx/etc/drscout.conf")).toContain(`Hostname=${address}`);
      expect(seen.some((text) => text.includes("./install"))).toBe(true);
      expect(seen.filter((text) => SECRETS.some((secret) => text.includes(secret)))).toEqual([]);
      // The agent keeps its own copy; ours is gone.
      expect(await filesWith(item, PASSPHRASE)).toEqual(["/usr/local/InMage/private/connection.passphrase"]);
      expect(await installations(item.lab)).toBe(1);
    });

    it("registers with an appliance by its config.json", async () => {
      const item = await add("modernized-01", modernized);
      const job = await install(item);
      expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
      expect(await item.lab.readFile("/usr/local/ASR/Vx/etc/drscout.conf")).toContain("CSType=CSPrime");
      expect(await filesWith(item, "config-canary")).toEqual(["/usr/local/ASR/Vx/etc/SourceConfig.json"]);
    });

    it("makes a fresh machine a replication protected item", async () => {
      const item = await add("protected-01", modernized);
      const job = await fleet.run("New-ASRReplicationProtectedItem", {
        ReplicateVMwareToAzure: true,
        ProtectableItem: item.itemId,
        Name: "protected-01",
      });
      expect(job).toMatchObject({ State: "Succeeded", JobType: "AddProtectionProfile" });
      expect(await fleet.client.call("Get-ASRReplicationProtectedItem", { ProtectionContainer: modernized, Name: "protected-01" })).toMatchObject({
        ID: item.protectedId,
        ProtectionState: "Unknown",
      });
      expect(await installedVersion(item.lab)).toBe(TARGET);
    });

    it("removes the passphrase from the machine when the server refuses it", async () => {
      const item = await add("mistaken-01", mistaken);
      const job = await install(item);
      expect(codeOf(job)).toBe("RegistrationFailed");
      expect(job.Errors[0]).toMatchObject({
        ProviderErrorDetails: { ErrorId: "EP0873" },
        ServiceErrorDetails: { Message: expect.stringMatching(/passphrase/), RecommendedAction: expect.stringMatching(/genpassphrase\.exe -v/) },
      });
      expect(await filesWith(item, WRONG)).toEqual([]);
      expect((await item.lab.exec("ls -A /var/lib/mobility-fleet/run 2>/dev/null")).stdout).toBe("");
    });

    it("says that the machine cannot reach its server", async () => {
      const item = await add("cut-off-01", classic, { configurationServer: null });
      const job = await install(item);
      expect(codeOf(job)).toBe("ServerUnreachable");
      expect(job.Errors[0]).toMatchObject({
        ProviderErrorDetails: { ErrorId: "EP0862" },
        ServiceErrorDetails: { Message: expect.stringMatching(/could not be reached/), RecommendedAction: expect.stringMatching(/port \(443\)/) },
      });
    });

    it("finishes with the registration when that failed before and its cause is gone", async () => {
      const item = await add("second-try-01", classic, { faults: { registrationFails: true } });
      expect(codeOf(await install(item))).toBe("RegistrationFailed");
      await item.lab.setFaults({});
      const job = await install(item);
      expect(job).toMatchObject({ State: "Succeeded" });
      expect(taskOf(job, "plan-path")).toMatchObject({ StateDescription: "Skipped" });
      expect(await installations(item.lab)).toBe(1);
    });

    it("leaves an agent alone that is registered with another server", async () => {
      const item = await add("elsewhere-01", classic, { agent: { version: BEFORE, registered: "elsewhere" } });
      const job = await install(item);
      expect(codeOf(job)).toBe("RegisteredElsewhere");
      expect(job.Errors[0]?.ServiceErrorDetails.Message).toContain("10.99.0.99");
      expect(await item.lab.readFile("/usr/local/ASR/Vx/etc/drscout.conf")).toContain("Hostname=10.99.0.99");
      expect(await installedVersion(item.lab)).toBe(BEFORE);
    });

    it("refuses to move an agent from one generation to the other", async () => {
      const item = await add("generation-01", modernized, { agent: { version: BEFORE } });
      const job = await install(item);
      expect(codeOf(job)).toBe("RegisteredElsewhere");
      expect(await installedVersion(item.lab)).toBe(BEFORE);
    });
  });

  it("leaves none of the secrets in tables, queues, blobs, logs of the host, or answers", async () => {
    const { value: jobs } = await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob");
    const answers = await Promise.all([
      ...jobs.map(({ Name }) => fleet.client.call("Get-ASRJobLog", { Name })),
      ...["Get-ASREvent", "Get-ASRFabric"].map((cmdlet) => fleet.client.call(cmdlet)),
    ]);
    const places = new Map(await contentsOf(fleet.world.storage.connectionString));
    places.set("answers", JSON.stringify([jobs, answers]));
    places.set("log of the host", JSON.stringify(fleet.said));
    for (const kind of ["table FleetSecrets ", "table FleetJobs ", "blob fleet-logs/"]) expect([...places.keys()].join("\n")).toContain(kind);
    const wanted = [...SECRETS, "config-canary", fleet.world.key, "BEGIN RSA PRIVATE KEY"].flatMap((text) => [
      text,
      Buffer.from(text).toString("base64").slice(0, -4),
    ]);
    expect([...places].filter(([, text]) => wanted.some((secret) => text.includes(secret))).map(([place]) => place)).toEqual([]);
  });

  async function filesWith({ lab }: Item, text: string): Promise<readonly string[]> {
    // The text comes by stdin: the test beside this one watches all command lines.
    const { stdout } = await lab.exec("grep -rlsF --exclude-dir=lab -f - /etc /root /home /tmp /usr/local /var /run", `${text}\n`);
    return stdout.split("\n").filter(Boolean);
  }
});
