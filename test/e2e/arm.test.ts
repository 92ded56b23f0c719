import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SiteRecoveryManagementClient } from "@azure/arm-recoveryservices-siterecovery";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningHost } from "../../local/host/host.js";
import { certificate } from "../../local/host/http/certificate.js";
import { startService } from "../../local/service.js";
import { plainSdk } from "../api/arm/served-fleet.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, installedVersion, QUICK, TARGET, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const WHERE = ["fleet", "mobility-fleet"] as const; // vault, then resource group: the order of the SDK
const PLACE = [...WHERE, "lab-cs", "default"] as const;
const SEALING_KEY = { FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8", FLEET_SEALING_KEY: Buffer.alloc(32, 7).toString("base64") };

describe.skipIf(noLab)(`the unmodified SDK${lacksLab}`, { timeout: 180_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, seconds: 1 }], SEALING_KEY);
  let secure: RunningHost;
  let plain: SiteRecoveryManagementClient;
  let overTls: SiteRecoveryManagementClient;

  beforeAll(async () => {
    const { cert, key } = await certificate("self-signed");
    const dir = await mkdtemp(join(tmpdir(), "fleet-arm-"));
    const [certFile, keyFile] = [join(dir, "cert.pem"), join(dir, "key.pem")];
    await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key)]);
    const settings = { ...QUICK, ...SEALING_KEY, AzureWebJobsStorage: fleet.world.storage.connectionString };
    secure = await startService({ appDir: ".", settings, https: { certFile, keyFile }, log: () => {} });
    await rm(dir, { recursive: true });
    const credential = { getToken: async () => ({ token: fleet.world.key, expiresOnTimestamp: Date.now() + 3_600_000 }) };
    overTls = new SiteRecoveryManagementClient(credential, SUBSCRIPTION, { endpoint: secure.url, tlsOptions: { ca: cert } });
    plain = plainSdk(fleet.world.host.url, fleet.world.key, SUBSCRIPTION);
  }, 120_000);
  afterAll(async () => {
    await secure?.close();
  });

  it("drives an update over HTTPS, from the list of fabrics to the updated machine", async () => {
    const item = await fleet.adopt({ name: "by-sdk", osTag: UBUNTU, agent: { version: BEFORE } });
    const fabric = (await all(overTls.replicationFabrics.list(...WHERE)))[0];
    const details = fabric?.properties?.customDetails;
    if (fabric?.name === undefined || details?.instanceType !== "VMware") throw new Error("there is no fabric of a configuration server");
    const container = (await all(overTls.replicationProtectionContainers.listByReplicationFabrics(...WHERE, fabric.name)))[0];
    if (container?.name === undefined) throw new Error("the fabric has no container");
    const place = [...WHERE, fabric.name, container.name] as const;
    const items = await all(overTls.replicationProtectedItems.listByReplicationProtectionContainers(...place));
    const found = items.find(({ properties }) => properties?.friendlyName === "by-sdk");
    expect(found?.properties?.providerSpecificDetails).toMatchObject({ instanceType: "InMageAzureV2", agentVersion: BEFORE });
    const account = "runAsAccounts" in details ? details.runAsAccounts?.find(({ accountName }) => accountName === "key") : undefined;

    const updated = await overTls.replicationProtectedItems.beginUpdateMobilityServiceAndWait(...place, found?.name ?? "", {
      properties: { ...(account?.accountId !== undefined && { runAsAccountId: account.accountId }) },
    });

    expect(updated.id).toBe(found?.id);
    expect(updated.properties?.providerSpecificDetails).toMatchObject({ agentVersion: TARGET, isRebootAfterUpdateRequired: "Required" });
    expect(await installedVersion(item.lab)).toBe(TARGET);
    const [job] = await all(
      overTls.replicationJobs.list(...WHERE, { filter: "JobStatus eq 'Succeeded' and affectedObjectTypes eq 'ProtectionEntity'" }),
    );
    expect(job?.properties).toMatchObject({ scenarioName: "UpdateMobilityService", state: "Succeeded", targetObjectName: "by-sdk", errors: [] });
  });

  it("exports the list of jobs as a file", async () => {
    const exported = await plain.replicationJobs.beginExportAndWait(...WHERE, { jobStatus: "Succeeded", jobOutputType: "Json", timezoneOffset: 330 });
    const details = exported.properties?.customDetails;
    if (details?.instanceType !== "ExportJobDetails" || !("blobUri" in details)) throw new Error("the job does not say where the file is");
    const answer = await fetch(`${details.blobUri}?${details.sasToken}`);
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="jobs-${exported.name}.json"`);
    expect(await answer.json()).toContainEqual(
      expect.objectContaining({
        jobType: "UpdateMobilityService",
        state: "Succeeded",
        targetObjectName: "by-sdk",
        versionAfter: TARGET,
        endTime: expect.stringMatching(/\+05:30$/),
      }),
    );
  });

  it("installs and removes the Mobility service over plain HTTP", async () => {
    const item = await fleet.add({ name: "bare", osTag: UBUNTU });
    const created = await plain.replicationProtectedItems.beginCreateAndWait(...PLACE, "bare-item", {
      properties: {
        policyId: "/subscriptions/x/policies/p",
        protectableItemId: item.itemId,
        providerSpecificDetails: {
          instanceType: "InMageAzureV2",
          runAsAccountId: "key",
          targetAzureVmName: "bare",
          disksToInclude: [],
        },
      },
    });
    expect(created.name).toBe("bare-item");
    expect(await installedVersion(item.lab)).toBe(TARGET);

    await plain.replicationProtectedItems.beginDeleteAndWait(...PLACE, "bare-item", {
      properties: { replicationProviderInput: { instanceType: "InMage" } },
    });
    expect(await installedVersion(item.lab)).toBeUndefined();
    await expect(plain.replicationProtectedItems.get(...PLACE, "bare-item")).rejects.toMatchObject({ statusCode: 404, code: "NotFound" });
  });

  it("is told why a job failed, and starts it again when the cause is gone", async () => {
    const item = await fleet.add({ name: "no-installer", osTag: "DEBIAN11-64" });
    const { itemId: protectableItemId } = item;
    const request = { properties: { protectableItemId, providerSpecificDetails: { instanceType: "InMageAzureV2" as const } } };
    const creation = plain.replicationProtectedItems.beginCreateAndWait(...PLACE, "no-installer", request);
    await expect(creation).rejects.toThrow(/The long-running operation has failed. InstallerMissing\. /);
    const [failed] = await all(plain.replicationJobs.list(...WHERE, { filter: "jobStatus eq 'Failed'" }));
    expect(failed?.properties?.errors?.[0]?.serviceErrorDetails).toMatchObject({
      code: "InstallerMissing",
      recommendedAction: expect.stringMatching(/\w/),
    });

    await fleet.importInstallers([{ version: TARGET, osTag: "DEBIAN11-64", seconds: 1 }]);
    const again = await plain.replicationJobs.beginRestartAndWait(...WHERE, failed?.name ?? "");
    expect(again).toMatchObject({ properties: { state: "Succeeded" }, status: "Succeeded" });
    expect(again.name).not.toBe(failed?.name);
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });
});

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}
