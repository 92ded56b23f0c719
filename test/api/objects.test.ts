import { expect, it } from "vitest";
import { AsrFabric, asrFabric } from "../../lib/api/objects/fabric.js";
import { AsrJob, asrJob } from "../../lib/api/objects/job.js";
import { asrReplicationProtectedItem } from "../../lib/api/objects/replication-protected-item.js";
import { aFabric, aJob, aMachine } from "../store/samples.js";

const vault = { subscriptionId: "s", resourceGroup: "g", vaultName: "v" };
const time = "2026-11-24T10:00:00.000Z";

it("keeps the advice, the vendor's number and the failed task of a job's error", () => {
  const error = {
    code: "LoginRefused",
    message: "No",
    possibleCauses: "Wrong password",
    recommendedAction: "Set it again",
    task: "open-machine",
    time,
  };
  const job = aJob(new Date(time), { state: "Failed", errors: [{ ...error, vendorCode: "EP0958" }, { ...error, vendorCode: "EP0888" }, error] });
  const shown = asrJob(job, vault);
  expect(AsrJob.strict().parse(shown)).toEqual(shown);
  expect(shown.Errors[0]).toMatchObject({
    TaskId: "open-machine",
    ServiceErrorDetails: { Code: "LoginRefused", PossibleCauses: "Wrong password", RecommendedAction: "Set it again" },
  });
  expect(shown.Errors.map(({ ProviderErrorDetails: { ErrorCode, ErrorId } }) => [ErrorCode, ErrorId])).toEqual([
    [95520, "EP0958"],
    [0, "EP0888"],
    [0, "LoginRefused"],
  ]);
  expect(shown.AllowedActions).toEqual(["Restart"]);
  expect(shown.FleetDetails.Message).toBe("No");
});

it("shows a skipped task as Other, and what a job found out", () => {
  const task = {
    name: "stage-installer",
    displayName: "Stage",
    state: "Other",
    stateDescription: "Skipped",
    message: "It is there already",
  } as const;
  const learned = { versionBefore: "9.60.0.1", versionAfter: "9.62.0.1", reboot: "Recommended", warnings: ["w"] } as const;
  const shown = asrJob(aJob(new Date(time), { tasks: [task], learned: { ...learned, warnings: ["w"] } }), vault);
  expect(shown.Tasks).toMatchObject([
    { ID: "stage-installer", State: "Other", StateDescription: "Skipped", Message: task.message, GroupTaskDetails: null },
  ]);
  expect(shown.FleetDetails).toMatchObject({ VersionBefore: "9.60.0.1", VersionAfter: "9.62.0.1", RebootRequired: "Recommended", Warnings: ["w"] });
});

it("shows the details of the fabric's generation, and the job at work on the machine", () => {
  const { name } = aJob(new Date(time));
  const agent = { version: "9.62.0.1", configured: true, servicesRunning: true, rebootRequired: "Recommended", checkedAt: time } as const;
  const machine = { ...aMachine({ agent, lease: { job: name, token: 1, takenAt: time } }), protectedItem: "item" };
  const container = { fabric: "site-1", name: "servers", friendlyName: "Servers" };
  const of = (generation: "Classic" | "Modernized") => asrReplicationProtectedItem(machine, { fabric: aFabric({ generation }), container, vault });
  expect(of("Classic").ProviderSpecificDetails).toMatchObject({ AgentVersion: "9.62.0.1", IsRebootAfterUpdateRequired: "Required" });
  expect(of("Modernized").ProviderSpecificDetails).toMatchObject({ MobilityAgentDetails: { Version: "9.62.0.1", ReasonsBlockingUpgrade: [] } });
  expect(of("Modernized")).toMatchObject({ ReplicationProvider: "InMageRcm", CurrentScenario: { ScenarioName: null, StartTime: time } });
});

it("shows every part of a replication appliance that its vault told of, by its role", () => {
  const part = (friendlyName: string) => ({
    id: friendlyName,
    friendlyName,
    ipAddress: "ap1.contoso.com",
    agentVersion: "1.2.3.4",
    lastHeartbeat: time,
  });
  const applianceParts = [
    { ...part("proxy"), role: "rcm proxy" },
    { ...part("push"), role: "push installer" },
    { ...part("provider"), role: "provider" },
  ] as const;
  const told = { vaultName: "v", fabric: "site-1", readTime: time, applianceParts: [...applianceParts], providers: [] };
  const shown = asrFabric(aFabric({ generation: "Modernized", vault: told }), [], vault);
  expect(AsrFabric.strict().parse(shown)).toEqual(shown);
  const { Id, Name, Fqdn, ...rest } = {
    Id: "proxy",
    Name: "proxy",
    Fqdn: "ap1.contoso.com",
    Version: "1.2.3.4",
    LastHeartbeatUtc: time,
    HealthErrors: [],
  };
  expect(shown.FabricSpecificDetails).toMatchObject({
    RcmProxies: [{ Id, Name, Fqdn, ...rest }],
    PushInstallers: [{ Id: "push", Fqdn, ...rest }],
    ReplicationAgents: [],
    Dras: [{ Id: "provider", Name: "provider", ...rest }],
  });
});
