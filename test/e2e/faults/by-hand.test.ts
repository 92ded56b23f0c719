import { afterAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { disturbedNetwork, type LabNetwork } from "../../../local/lab/door/network.js";
import { installAgent } from "../../../local/lab/installer/install-agent.js";
import type { LabMachine } from "../../../local/lab/machine/machine.js";
import { noLab } from "../../local/lab/here.js";
import { BEFORE, BETWEEN, type Item, installations, installedVersion, TARGET, taskOf, UBUNTU, until } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { expectFailure } from "./expect-failure.js";

const NEWER = "9.63.7200.1";

describe.skipIf(noLab)(
  `agents that somebody updates by hand${noLab ? ` (needs a lab: ${noLab})` : ""}`,
  { timeout: 120_000, concurrent: true },
  () => {
    const fleet = servedFleet(
      [
        { version: TARGET, osTag: UBUNTU, sizeBytes: 3_000_000 },
        { version: BETWEEN, osTag: UBUNTU },
      ],
      { FLEET_UPLOAD_SLICE_SECONDS: "1" },
    );
    const networks: LabNetwork[] = [];
    afterAll(async () => {
      await Promise.all(networks.map((network) => network.close()));
    });

    const inventoryVersion = async ({ protectedId, name }: Item) => {
      const found = await fleet.client.call<{ FriendlyName: string; ProviderSpecificDetails: { AgentVersion: string } }>(
        "Get-ASRReplicationProtectedItem",
        { ProtectionContainer: fleet.container, Name: name },
      );
      expect(protectedId).toContain(name);
      return found.ProviderSpecificDetails.AgentVersion;
    };

    it.each([
      ["to the target", TARGET],
      ["beyond the target", NEWER],
    ])("%s before the plan are left alone, and the inventory learns it", async (_where, version) => {
      const item = await fleet.adopt({ name: `planned-${version.replaceAll(".", "-")}`, osTag: UBUNTU, agent: { version: BEFORE } });
      await installAgent(item.lab, { version });
      const job = await fleet.update(item);
      expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: version } });
      expect(taskOf(job, "plan-path")).toMatchObject({ StateDescription: "Skipped" });
      expect(await installations(item.lab)).toBe(0);
      expect(await inventoryVersion(item)).toBe(version);
    });

    it("beyond a target that was asked for are not taken back", async () => {
      const item = await fleet.adopt({ name: "asked-for", osTag: UBUNTU, agent: { version: BEFORE } });
      await installAgent(item.lab, { version: NEWER });
      expectFailure(
        await fleet.update(item, { TargetVersion: TARGET }),
        "DowngradeRefused",
        new RegExp(`has ${NEWER}, which is newer than ${TARGET}`),
      );
      expect(await installedVersion(item.lab)).toBe(NEWER);
      expect(await inventoryVersion(item)).toBe(NEWER);
    });

    /** Updates by hand while the job that has planned already copies the installer over a line that stands still meanwhile. */
    const updateMeanwhile = async (name: string, version: string): Promise<readonly [Item, AsrJob]> => {
      let network: LabNetwork | undefined;
      const placeOf = async ({ place }: LabMachine) => {
        network = await disturbedNetwork(place);
        networks.push(network);
        return network.place;
      };
      const item = await fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } }, { placeOf });
      network?.limitTo(150_000); // so slow that its standstill is not missed
      const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
      await until(async () => (await item.lab.exec("ls /var/lib/mobility-fleet/cache/*.part")).exitCode === 0);
      network?.freeze();
      await installAgent(item.lab, { version });
      network?.limitTo(null);
      network?.thaw();
      return [item, await fleet.ended(job)];
    };

    it("to the target between plan and start make the installer unnecessary", async () => {
      const [item, job] = await updateMeanwhile("meanwhile-equal", TARGET);
      expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
      expect(taskOf(job, "run-installer")).toMatchObject({ StateDescription: "Skipped" });
      expect(await installations(item.lab)).toBe(0);
      expect(await inventoryVersion(item)).toBe(TARGET);
    });

    it("beyond the target between plan and start are not taken back", async () => {
      const [item, job] = await updateMeanwhile("meanwhile-newer", NEWER);
      expectFailure(job, "DowngradeRefused", new RegExp(`Somebody installed ${NEWER} .* after the way to ${TARGET} was planned`));
      expect(await installations(item.lab)).toBe(0);
      expect(await installedVersion(item.lab)).toBe(NEWER);
      expect(await inventoryVersion(item)).toBe(NEWER);
    });
  },
);
