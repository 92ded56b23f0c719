import { expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { outputIdOf } from "../../lib/api/openapi/answers.js";
import { uuidv7 } from "../../lib/core/ids.js";
import type { JobTask } from "../../lib/jobs/job.js";
import { type Called, sampleFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { aJob, anEvent, anInstaller } from "../store/samples.js";

const NOW = new Date("2026-11-24T14:04:26.000Z");
const at = (second: number) => new Date(NOW.getTime() + second * 1000).toISOString();
const TAG = "UBUNTU-22.04-64";
const FILE = "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz";

/** A fleet as small as can be in which each object can be shown, at a fixed time. */
async function fleetToShow() {
  const fleet = await sampleFleet(memoryContext({ now: () => NOW, sleep: async () => {} }));
  const { call, context, container } = fleet;
  await call("Set-AsrFabric", { Name: "CS1", ServerVersion: "9.62.7096.1" });
  const machine = await context.machines.findByFriendlyName("CS1", "default", "vm1");
  if (!machine) throw new Error("the sample machine is missing");
  const agent = { version: "9.61.7016.1", configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: at(-3600) } as const;
  const { lease: _theJobThatListedIt, ...idle } = machine.value;
  await context.machines.replace({ ...idle, agent, osTag: TAG, osName: "Ubuntu 22.04.4 LTS" }, machine.etag);
  await context.installers.create(
    anInstaller({ fileName: FILE, osTag: TAG, sizeBytes: 251_658_240, sha256: "5f".repeat(32), importedAt: at(-86_400) }),
  );
  context.content.upload("import-1", FILE, Buffer.from("the installer"));
  await context.content.accept("import-1", FILE, "5f".repeat(32));
  const target = { kind: "machine", fabric: "CS1", container: "default", name: idle.name, friendlyName: "vm1" } as const;
  const done = aJob(NOW, {
    ...{ target, state: "Succeeded", stateDescription: "CompletedWithInformation", startedBy: "night-shift", startTime: at(1), endTime: at(94) },
    learned: { versionBefore: "9.61.7016.1", versionAfter: "9.62.7096.1", targetVersion: "9.62.7096.1", reboot: "Recommended" },
    tasks: [
      task("open-machine", "Open the machine", 1, "Logged in as root"),
      task("record-agent", "Record the agent", 93, "9.62.7096.1 is recorded"),
    ],
  });
  await context.jobs.create(done);
  await context.jobLogs.write(done.name, 0, "Installing the Mobility service\nInstallation has completed successfully\n");
  await context.events.add(anEvent(NOW, { affectedObjectFriendlyName: "vm1", description: "vm1 does not answer at 10.0.0.4:22" }));
  await context.alerts.add({
    ...{ channel: "webhook", state: "pending", name: `webhook:${uuidv7(NOW)}`, attempts: 2, createdTime: at(0), dueTime: at(60) },
    ...{ event: anEvent(NOW, { affectedObjectFriendlyName: "vm1" }), lastError: "The webhook at https://hooks.contoso.com answered 500" },
  });
  const bundle = aJob(NOW, {
    ...{ recipe: "support-bundle", state: "Succeeded", stateDescription: "Completed", input: { bundledJob: done.name } },
    learned: { bundle: { sizeBytes: 48_213, sha256: "a7".repeat(32) } },
  });
  await context.jobs.create(bundle);
  const made = aJob(NOW, {
    ...{ recipe: "deployment-package", state: "Succeeded", stateDescription: "Completed", input: { deploymentPackage: { installers: [FILE] } } },
    target: { kind: "fabric", fabric: "CS1", name: "CS1", friendlyName: "Config server" },
    learned: { bundle: { sizeBytes: 251_702_113, sha256: "b3".repeat(32) } },
  });
  await context.jobs.create(made);
  return { ...fleet, container, done, bundle, made };
}

const task = (name: string, displayName: string, from: number, message: string): JobTask => ({
  ...{ name, displayName, state: "Succeeded", stateDescription: "Completed", startTime: at(from), endTime: at(from + 1), message },
});

/** One answer for each object that cmdlets put out. */
async function record(): Promise<Readonly<Record<string, unknown>>> {
  const { call, container, item, protectedItem, done, bundle, made } = await fleetToShow();
  const one = (called: Called) => {
    if (called.status > 299) throw new Error(JSON.stringify(called.body));
    const { value } = called.body as { value?: unknown[] }; // an object or a list
    return value ? value[0] : called.body;
  };
  const answers: Record<string, unknown> = {
    ASRFabric: one(await call("Get-AsrFabric")),
    ASRRecoveryServicesProvider: one(await call("Get-AsrServicesProvider", { Fabric: "CS1" })),
    ASRProtectionContainer: one(await call("Get-AsrProtectionContainer", { Fabric: "CS1" })),
    ASRProtectionContainerMapping: one(await call("Get-AsrProtectionContainerMapping", { ProtectionContainer: container })),
    ASRRunAsAccount: one(await call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Backup", UserName: "asr", Password: "password-canary" })),
    ASRProtectableItem: one(await call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1" })),
    ASRReplicationProtectedItem: one(await call("Get-AsrReplicationProtectedItem", { ProtectableItem: item })),
    ASRInventory: one(await call("Export-AsrInventory", { Fabric: "CS1" })),
    ASRMobilityServiceInstaller: one(await call("Get-AsrMobilityServiceInstaller")),
    ASRMobilityServiceInstallerImport: one(
      await call("Import-AsrMobilityServiceInstaller", { FileName: FILE.replace("UBUNTU-22.04-64", "RHEL8-64") }),
    ),
    ASRMobilityServiceUpdate: one(await call("Get-AsrMobilityServiceUpdate", { Fabric: "CS1" })),
    ASRMobilityServiceSummary: one(await call("Get-AsrMobilityServiceSummary")),
    ASRMobilityServiceHistory: one(await call("Get-AsrMobilityServiceHistory", { ProtectableItem: item })),
    WhatIf: one(await call("Update-AsrMobilityService", { ReplicationProtectedItem: protectedItem, WhatIf: true })),
    ASRJob: one(await call("Get-AsrJob", { Name: done.name })),
    ASRJobLog: one(await call("Get-AsrJobLog", { Name: done.name })),
    ASRAuditRecord: one(await call("Get-AsrAuditRecord", { Caller: "night-shift" })),
    ASREvent: one(await call("Get-AsrEvent")),
    ASRAlertSetting: one(await call("Get-AsrAlertSetting")),
    ASRAlertDelivery: one(await call("Get-AsrAlertDelivery")),
    ASRMobilityServiceManualInstall: one(await call("Get-AsrMobilityServiceManualInstall", { ProtectableItem: item })),
    ASRMobilityServiceDeploymentPackage: one(await call("Get-AsrMobilityServiceDeploymentPackage", { Job: made.name })),
    ASRSupportBundle: one(await call("Get-AsrSupportBundle", { Job: bundle.name })),
  };
  const plan = await call("Update-AsrMobilityService", { ProtectionContainer: container, WhatIf: true });
  const { PlanId } = (plan.body as { Plan: { PlanId: string } }).Plan; // the plan of a batch
  answers.MobilityServicePlannedMachine = one(await call("Get-AsrMobilityServicePlan", { PlanId }));
  const held = { Version: "9.63.7187.1", OSTag: TAG, Reason: "Kernel panics on two test machines" };
  answers.ASRMobilityServiceManualUninstall = one(await call("Get-AsrMobilityServiceManualUninstall", { ProtectableItem: item }));
  const kernels = { OSTag: "UBUNTU-22.04-64", Version: "9.62", AsOf: "2024-06-20", Kernels: "5.15.0-91-generic\n5.15.0-92-generic\n" };
  answers.ASRMobilityServiceKernelList = one(await call("Import-AsrMobilityServiceKernelList", kernels));
  answers.ASRMobilityServiceHold = one(await call("New-AsrMobilityServiceHold", held));
  return answers;
}

it("are what the OpenAPI document and the reference show (vitest -u records them anew)", async () => {
  await expect(settled(await record())).toMatchFileSnapshot("../../lib/api/openapi/recorded-answers.json");
});

it("are there for every object that a cmdlet puts out", async () => {
  const wanted = [...new Set([...CMDLETS.map(outputIdOf), "WhatIf"])].sort();
  expect(Object.keys(await record()).sort(), "record() above needs a call that shows the new object").toEqual(wanted);
});

/** As text that is the same each time: names by chance become names by number. */
function settled(answers: Readonly<Record<string, unknown>>): string {
  const names = new Map<string, string>();
  const nameOf = (uuid: string) => {
    const known = names.get(uuid) ?? `0193582b-8d2e-7000-8000-${(names.size + 1).toString(16).padStart(12, "0")}`;
    names.set(uuid, known);
    return known;
  };
  const text = JSON.stringify(answers, null, 2)
    .replaceAll(/memory:\/?\/?/g, "https://fleetstorage.blob.core.windows.net/")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, nameOf);
  return `${text}\n`;
}
