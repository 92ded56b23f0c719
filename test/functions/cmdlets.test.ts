import { describe, expect, it } from "vitest";
import { secretOf } from "../../lib/fleet/accounts/credential-secret.js";
import { memoryFleet, sampleFleet } from "../api/call.js";
import { newPrivateKey } from "../private-key.js";

const INSTALLER = "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz";
const BIG_KEY = newPrivateKey({ note: "private-key-canary", passphrase: "passphrase-canary" });

describe("reading", () => {
  it("shows a classic fabric with its accounts, by name and by friendly name in any case", async () => {
    const { call } = await sampleFleet();
    const accounts = [{ AccountId: "1", AccountName: "LinuxAccount" }];
    const fabric = {
      Name: "CS1",
      FabricType: "VMware",
      FabricSpecificDetails: { IpAddress: "10.0.0.2", RunAsAccounts: accounts, ProcessServers: [] },
    };
    expect((await call("Get-AsrFabric")).body).toMatchObject({ value: [fabric] });
    expect((await call("get-asrfabric", { NAME: "cs1" })).body).toMatchObject(fabric);
    expect((await call("Get-AsrFabric", { friendlyname: "CONFIG SERVER" })).body).toMatchObject(fabric);
    expect(await call("Get-AsrFabric", { Name: "CS2" })).toMatchObject({
      status: 404,
      body: { error: { code: "ResourceNotFound", target: "Name" } },
    });
    expect((await call("Get-AsrFabric", { FriendlyName: "CS2" })).status).toBe(404);
  });

  it("shows a modernized fabric as an appliance", async () => {
    const { call } = await memoryFleet();
    const ProcessServers = [{ FriendlyName: "ps1", AgentVersion: "9.62.7096.1" }];
    await call("Set-AsrFabric", { Name: "app1", Generation: "modernized", SourceConfig: "{}", ProcessServers });
    const details = { ProcessServers: [{ Name: "ps1", Version: "9.62.7096.1", HealthErrors: [] }], RcmProxies: [], RunAsAccounts: [] };
    expect((await call("Get-AsrFabric", { Name: "app1" })).body).toMatchObject({ FabricType: "InMageRcm", FabricSpecificDetails: details });
  });

  it("finds the container of a fabric that is given whole or by ID in any case", async () => {
    const { call, container } = await sampleFleet();
    const fabric = (await call("Get-AsrFabric", { Name: "CS1" })).body;
    const ID = container.split("/replicationProtectionContainers")[0]?.toUpperCase();
    for (const Fabric of [fabric, ID, { id: ID }, "cs1"])
      expect((await call("Get-AsrProtectionContainer", { Fabric })).body).toMatchObject({ value: [{ ID: container }] });
    expect((await call("Get-AsrProtectionContainer", { Fabric: "CS1", Name: "default" })).body).toMatchObject({ FabricType: "VMware" });
    expect((await call("Get-AsrProtectionContainer", { Fabric: "CS1", FriendlyName: "config server" })).status).toBe(200);
    expect((await call("Get-AsrProtectionContainer", { Fabric: "CS1", Name: "other" })).status).toBe(404);
    expect((await call("Get-AsrProtectionContainer", { Fabric: { Name: "CS1" } })).body).toMatchObject({ error: { target: "Fabric" } });
  });

  it("shows a machine as protectable and as protected item, never as Protected or Normal", async () => {
    const { call, container, item, itemName, protectedItem } = await sampleFleet();
    const ProtectionContainer = container;
    expect((await call("Get-AsrProtectableItem", { ProtectionContainer, Name: itemName })).body).toMatchObject({
      ReplicationProtectedItemId: protectedItem,
      OS: "Linux",
    });
    const shown = {
      ID: protectedItem,
      ProtectableItemId: item,
      ProtectionState: "Unknown",
      ReplicationHealth: "None",
      ReplicationProvider: "InMageAzureV2",
    };
    for (const by of [{ ProtectionContainer, Name: "VM1-item" }, { ProtectionContainer, FriendlyName: "VM1" }, { ProtectableItem: { ID: item } }]) {
      expect((await call("Get-AsrReplicationProtectedItem", by)).body).toMatchObject(shown);
    }
    expect((await call("Get-AsrReplicationProtectedItem", { ProtectionContainer })).body).toMatchObject({ value: [shown] });
    await call("New-AsrProtectableItem", { ProtectionContainer, FriendlyName: "vm2", IPAddress: "vm2.example", OSType: "linux" });
    for (const by of [{ FriendlyName: "vm2" }, { Name: "nobody" }])
      expect((await call("Get-AsrReplicationProtectedItem", { ProtectionContainer, ...by })).status).toBe(404);
  });

  it("gives long lists in pages, each with a link that is fetched as it stands", async () => {
    const { call, container } = await sampleFleet();
    for (const n of [2, 3])
      await call("New-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: `vm${n}`, IPAddress: `10.0.0.${n}`, OSType: "Linux" });
    const seen: string[] = [];
    let page = (await call("Get-AsrProtectableItem", { ProtectionContainer: container, Top: "2" })).body as Page; // what the next lines check
    for (seen.push(...names(page)); page.nextLink; seen.push(...names(page))) {
      const link = new URL(page.nextLink);
      expect(link.pathname).toBe("/api/Get-AzureRmRecoveryServicesAsrProtectableItem");
      page = (await call("Get-AzureRmRecoveryServicesAsrProtectableItem", {}, { method: "GET", query: link.search })).body as Page;
    }
    expect(seen.sort()).toEqual(["vm1", "vm2", "vm3"]);
  });

  it("finds jobs by state, by machine and by name", async () => {
    const { call, item, itemName } = await sampleFleet();
    const all = (await call("Get-AsrJob", { TargetObjectId: item })).body as Page;
    expect(all.value.map((job) => job.JobType)).toEqual(["AddProtectionProfile", "DiscoverProtectableItem"]);
    const [newest] = all.value;
    expect((await call("Get-AsrJob", { TargetObjectId: itemName, State: "notstarted", Top: 1 })).body).toMatchObject({
      value: [{ Name: newest?.Name }],
    });
    for (const State of ["Other", "Succeeded"]) expect((await call("Get-AsrJob", { State })).body).toEqual({ value: [] });
    for (const by of [{ Name: newest?.Name }, { Job: newest }, { Job: newest?.ID }]) expect((await call("Get-AsrJob", by)).body).toEqual(newest);
    expect((await call("Get-AsrJob", { EndTime: "2020-01-01" })).body).toEqual({ value: [] });
    expect((await call("Get-AsrJob", { Name: "nothing" })).status).toBe(404);
  });

  it("filters events, and finds those of a resource", async () => {
    const { call, context, protectedItem } = await sampleFleet();
    const event = { type: "AgentHealth", severity: "Critical", description: "Gone", time: "2026-11-24T10:00:00.000Z", fabric: "CS1" } as const;
    await context.events.add({ ...event, name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e", code: "One", affectedObjectFriendlyName: "vm1" });
    await context.events.add({ ...event, name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5f", code: "Two", severity: "OK" });
    const codes = async (by: object) => ((await call("Get-AsrEvent", by)).body as Page).value.map(({ EventCode }) => EventCode);
    expect(await codes({ Severity: "critical" })).toEqual(["One"]);
    expect(await codes({ ResourceId: protectedItem })).toEqual(["One"]);
    expect((await codes({ Fabric: "CS1" })).sort()).toEqual(["One", "Two"]);
    expect(await codes({ FabricId: "CS1", StartTime: "2026-11-24T11:00:00" })).toEqual([]);
    expect((await call("Get-AsrEvent", { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" })).body).toMatchObject({ EventCode: "One", HealthErrors: [] });
    expect((await call("Get-AsrEvent", { Name: "none" })).status).toBe(404);
  });

  it("reads on in a job's log", async () => {
    const { call, context, item } = await sampleFleet();
    const [job] = ((await call("Get-AsrJob", { TargetObjectId: item })).body as Page).value;
    await context.jobLogs.write(String(job?.Name), 0, "0123456789");
    expect((await call("Get-AsrJobLog", { Name: job?.Name, Offset: 4, Length: 3 })).body).toEqual({
      Name: job?.Name,
      Offset: 4,
      NextOffset: 7,
      SizeBytes: 10,
      IsComplete: false,
      Text: "456",
    });
    expect((await call("Get-AsrJobLog", { Job: job, Offset: 10 })).body).toMatchObject({ NextOffset: 10, Text: "" });
    expect((await call("Get-AsrJobLog", { Name: "none" })).status).toBe(404);
  });
});

describe("acting on machines", () => {
  it("starts an update: 202, the job, and where to read it", async () => {
    const { call, context, protectedItem } = await sampleFleet();
    const Account = { AccountId: "1", AccountName: "LinuxAccount" };
    const options = { headers: { "x-ms-client-request-id": "mine-1" } };
    const answer = await call(
      "Update-AzureRmRecoveryServicesAsrMobilityService",
      { ReplicationProtectedItem: { ID: protectedItem }, Account },
      options,
    );
    expect(answer).toMatchObject({
      status: 202,
      body: { JobType: "UpdateMobilityService", State: "NotStarted", TargetObjectName: "vm1", AllowedActions: ["Cancel"], Tasks: [], Errors: [] },
    });
    expect(answer.headers["x-ms-client-request-id"]).toBe("mine-1");
    const { Name } = answer.body as { Name: string };
    expect(answer.headers.Location).toBe(`http://fleet.example/api/Get-AzureRmRecoveryServicesAsrJob?Name=${Name}`);
    expect((await context.jobs.find(Name))?.value).toMatchObject({ recipe: "update", input: { accountId: "1" }, startedBy: "administrator-key" });
    expect((await context.jobs.find(Name))?.value.clientRequestId).toMatch(/^mine-1 ActivityId: [0-9a-f-]{36}$/);
  });

  it("lets a reader see with WhatIf what an update would do, and do nothing else", async () => {
    const { call, keys, context, protectedItem } = await sampleFleet();
    const sent = context.queue.sent.length;
    const as = (parameters: object, cmdlet = "Update-AsrMobilityService") => call(cmdlet, parameters, { key: keys.reader });
    expect(await as({ ReplicationProtectedItem: protectedItem, WhatIf: true })).toMatchObject({ status: 200, body: { WhatIf: true } });
    const refused = { status: 403, body: { error: { code: "Forbidden", message: expect.stringContaining("the scope operator") } } };
    for (const more of [{}, { WhatIf: false }, { whatif: "false" }])
      expect(await as({ ReplicationProtectedItem: protectedItem, ...more })).toMatchObject(refused);
    expect(await as({ Nonsense: 1 })).toMatchObject(refused);
    expect(await as({ PlanId: "1" }, "Get-AsrMobilityServiceManualInstall")).toMatchObject({ status: 403 });
    expect(context.queue.sent).toHaveLength(sent);
  });

  it("shows with WhatIf what an update would do, and changes nothing", async () => {
    const { call, context, protectedItem } = await sampleFleet();
    const sent = context.queue.sent.length;
    const answer = await call("Update-AsrMobilityService", { ReplicationProtectedItem: protectedItem, whatif: "True" });
    expect(answer).toMatchObject({
      status: 200,
      body: { WhatIf: true, Message: 'What if: Performing the operation "Update Mobility Service" on target "vm1".' },
    });
    expect(answer.body).toMatchObject({ Plan: { Path: [], BlockedBy: [{ Code: "AgentNotInstalled" }] } });
    expect(context.queue.sent).toHaveLength(sent);
  });

  it.each(["Install-AsrMobilityService", "Test-AsrMobilityService", "Test-AsrRunAsAccount"])("%s takes either kind of item", async (cmdlet) => {
    const { call, item, protectedItem } = await sampleFleet();
    for (const by of [{ ProtectableItem: item }, { ReplicationProtectedItem: protectedItem }]) {
      expect(await call(cmdlet, { ...by, Account: "linuxaccount", AcceptHostKey: true })).toMatchObject({
        status: 202,
        body: { TargetObjectName: "vm1" },
      });
    }
    const both = await call(cmdlet, { ProtectableItem: item, ReplicationProtectedItem: protectedItem, Account: "1" });
    expect(both).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("cannot be given together") } } });
    expect(await call(cmdlet, { ProtectableItem: item, Account: { AccountId: "9" } })).toMatchObject({
      status: 404,
      body: { error: { target: "Account" } },
    });
  });

  it("asks for an account when the machine has none", async () => {
    const { call, container } = await sampleFleet();
    await call("New-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm2", IPAddress: "10.0.0.5", OSType: "Linux" });
    const item = (await call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm2" })).body;
    expect(await call("Install-AsrMobilityService", { ProtectableItem: item })).toMatchObject({
      status: 400,
      body: { error: { target: "Account" } },
    });
  });

  it("lists a new machine with its registered host key, and refuses a second of its name", async () => {
    const { call, container } = await sampleFleet();
    const machine = { ProtectionContainer: container, FriendlyName: "vm9", IPAddress: "::1", OSType: "LINUX", Port: "2222", Account: "1" };
    const HostKeySha256 = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s";
    expect(await call("New-AsrProtectableItem", { ...machine, HostKeySha256, WhatIf: true })).toMatchObject({ status: 200 });
    expect(await call("New-AsrProtectableItem", { ...machine, HostKeySha256 })).toMatchObject({
      status: 202,
      body: { JobType: "DiscoverProtectableItem" },
    });
    const details = { Port: 2222, AccountId: "1", HostKeySha256: HostKeySha256.slice(7), HostKeyOrigin: "registered" };
    expect((await call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm9" })).body).toMatchObject({
      OS: "Linux",
      FleetDetails: details,
    });
    expect(await call("New-AsrProtectableItem", machine)).toMatchObject({ status: 409, body: { error: { target: "FriendlyName" } } });
    expect(await call("New-AsrProtectableItem", { ...machine, FriendlyName: "x", IPAddress: "10.0.0.1; reboot" })).toMatchObject({
      status: 400,
      body: { error: { target: "IPAddress" } },
    });
  });

  it("protects a machine under one name, by the set of its generation", async () => {
    const { call, item, container } = await sampleFleet();
    const again = { ProtectableItem: item, Name: "vm1-item", Account: "1", ProtectionContainerMapping: { Name: "m" }, RecoveryResourceGroupId: "/x" };
    expect(await call("New-AsrReplicationProtectedItem", again)).toMatchObject({ status: 202, body: { JobType: "AddProtectionProfile" } });
    expect(await call("New-AsrReplicationProtectedItem", { ...again, Name: "other" })).toMatchObject({
      status: 409,
      body: { error: { target: "Name" } },
    });
    const wrongSet = await call("New-AsrReplicationProtectedItem", { ReplicateVMwareToAzure: true, ProtectableItem: item, Name: "vm1-item" });
    expect(wrongSet).toMatchObject({ status: 400, body: { error: { target: "VMwareToAzure" } } });
    await call("New-AsrProtectableItem", {
      ProtectionContainer: container,
      FriendlyName: "vm2",
      IPAddress: "10.0.0.5",
      OSType: "Linux",
      Account: "1",
    });
    const second = (await call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm2" })).body;
    expect((await call("New-AsrReplicationProtectedItem", { ProtectableItem: second, Name: "vm1-item" })).status).toBe(409);
  });

  it("stops a job by object or name, and answers a stopped one again", async () => {
    const { call, protectedItem } = await sampleFleet();
    const job = (await call("Update-AsrMobilityService", { ReplicationProtectedItem: protectedItem })).body as { Name: string };
    const stopped = { status: 202, body: { StateDescription: "Cancelling", AllowedActions: [], FleetDetails: { CancelRequested: true } } };
    expect(await call("Stop-AsrJob", { Job: job })).toMatchObject(stopped);
    expect(await call("Stop-AsrJob", { InputObject: job })).toMatchObject(stopped);
    expect(await call("Stop-AsrJob", { Name: job.Name })).toMatchObject(stopped);
    expect((await call("Stop-AsrJob", { Name: "none" })).status).toBe(404);
  });
});

describe("setting up", () => {
  it("changes only what is given of a fabric, and keeps its generation", async () => {
    const { call, context } = await sampleFleet();
    expect((await call("Set-AsrFabric", { Name: "cs1", ServerVersion: "9.62.7096.1" })).body).toMatchObject({
      Name: "CS1",
      FabricSpecificDetails: { IpAddress: "10.0.0.2", AgentVersion: "9.62.7096.1" },
      FleetDetails: { HasRegistrationSecret: true },
    });
    const fabric = await context.fabrics.find("CS1");
    expect((await context.secrets.find(fabric?.value.registrationSecret ?? "none"))?.reveal()).toBe("p4ssphrase-canary");
    expect(await call("Set-AsrFabric", { Name: "CS1", Generation: "Modernized" })).toMatchObject({
      status: 409,
      body: { error: { target: "Generation" } },
    });
    expect(await call("Set-AsrFabric", { Name: "CS1", SourceConfig: "{}" })).toMatchObject({
      status: 400,
      body: { error: { target: "SourceConfig" } },
    });
    expect(await call("Set-AsrFabric", { Name: "new" })).toMatchObject({ status: 400, body: { error: { target: "Generation" } } });
    const servers = await call("Set-AsrFabric", { Name: "CS1", ProcessServers: [{ FriendlyName: "ps1", IpAddress: "not an address" }] });
    expect(servers).toMatchObject({
      status: 400,
      body: { error: { target: "ProcessServers", message: expect.stringContaining("wrong at 0.IpAddress") } },
    });
  });

  it("gives accounts small ids, keeps their credentials as secrets, and refuses a second of a name", async () => {
    const { call, context } = await sampleFleet();
    const account = { Fabric: "CS1", AccountName: "KeyAccount", UserName: "admin", PrivateKey: BIG_KEY, PrivateKeyPassphrase: "passphrase-canary" };
    expect(await call("New-AsrRunAsAccount", account)).toMatchObject({
      status: 200,
      body: { AccountId: "2", FleetDetails: { HasPrivateKey: true, HasPassword: false } },
    });
    const kept = await context.accounts.find("CS1", "2");
    expect(kept && (await context.secrets.find(secretOf(kept.value)))?.reveal()).toContain("private-key-canary");
    expect(await call("New-AsrRunAsAccount", { ...account, AccountName: "keyaccount" })).toMatchObject({ status: 409 });
    for (const wrong of [
      { PrivateKey: undefined, PrivateKeyPassphrase: undefined },
      { PrivateKey: undefined, Password: "x" },
    ]) {
      expect((await call("New-AsrRunAsAccount", { ...account, AccountName: "third", ...wrong })).status).toBe(400);
    }
  });

  it("takes up an account whose creation was interrupted before its secret was saved", async () => {
    const { call, context } = await sampleFleet();
    const { put } = context.secrets;
    const account = { Fabric: "CS1", AccountName: "Late", UserName: "root", Password: "password-canary" };
    context.secrets.put = () => Promise.reject(new Error("the process died"));
    expect((await call("New-AsrRunAsAccount", account)).status).toBe(500);
    expect((await context.accounts.find("CS1", "2"))?.value).toMatchObject({ stopped: true, hasPassword: false });
    context.secrets.put = put;
    expect((await call("New-AsrRunAsAccount", account)).body).toMatchObject({
      AccountId: "2",
      FleetDetails: { IsStopped: false, HasPassword: true },
    });
  });

  it("answers an import with an upload link and the job, and refuses wrong and known names", async () => {
    const { call, context } = await sampleFleet();
    const answer = await call("Import-AsrMobilityServiceInstaller", { FileName: INSTALLER, Sha256: "A".repeat(64) });
    expect(answer).toMatchObject({
      status: 202,
      body: { Version: "9.62.7096.1", OSTag: "UBUNTU-22.04-64", BuildDate: "2024-06-20", Job: { TargetObjectName: INSTALLER } },
    });
    const { Job } = answer.body as { Job: { Name: string } };
    expect((await context.jobs.find(Job.Name))?.value.input).toMatchObject({ sha256: "a".repeat(64) });
    expect(await call("Import-AsrMobilityServiceInstaller", { FileName: "agent.tar.gz" })).toMatchObject({
      status: 400,
      body: { error: { target: "FileName" } },
    });
    const version = { version: "9.62.7096.1", osTag: "UBUNTU-22.04-64", buildDate: "2024-06-20", importedAt: "2026-11-24T10:00:00.000Z" };
    await context.installers.create({ ...version, fileName: INSTALLER, sha256: "b".repeat(64), sizeBytes: 7 });
    for (const Sha256 of [undefined, "c".repeat(64)])
      expect((await call("Import-AsrMobilityServiceInstaller", { FileName: INSTALLER, Sha256 })).status).toBe(409);
    expect(await call("Import-AsrMobilityServiceInstaller", { FileName: INSTALLER, Sha256: "B".repeat(64) })).toMatchObject({
      status: 200,
      body: { State: "Known", Version: "9.62.7096.1", UploadUrl: null, Job: null },
    });
    expect((await call("Get-AsrMobilityServiceInstaller", { OSTag: "UBUNTU-22.04-64" })).body).toMatchObject({
      value: [{ FileName: INSTALLER, SizeInBytes: 7 }],
    });
    expect((await call("Get-AsrMobilityServiceInstaller", { FileName: INSTALLER })).status).toBe(200);
    expect((await call("Get-AsrMobilityServiceInstaller", { FileName: "none" })).status).toBe(404);
  });

  it("lists the systems that have no installer, each with the reason and where to get it", async () => {
    const { call, context } = await sampleFleet();
    const version = { version: "9.62.7096.1", osTag: "UBUNTU-22.04-64", buildDate: "2024-06-20", importedAt: "2026-11-24T10:00:00.000Z" };
    await context.installers.create({ ...version, fileName: INSTALLER, sha256: "b".repeat(64), sizeBytes: 7 });
    const { value } = (await call("Get-AsrMobilityServiceInstaller", { Missing: true })).body as Page;
    const byTag = new Map(value.map((row) => [row.OSTag, row]));
    expect(byTag.has("UBUNTU-22.04-64")).toBe(false);
    expect(byTag.get("RHEL7-64")).toMatchObject({
      FileName: "Microsoft-ASR_UA*RHEL7-64*release.tar.gz",
      Version: null,
      Remark: "It was not imported.",
    });
    expect(byTag.get("DEBIAN7-64")).toMatchObject({
      OperatingSystem: "Debian 7",
      Remark: expect.stringContaining("with its servers since 9.36; it must be downloaded by hand"),
      RecommendedAction: expect.stringMatching(/^Download Microsoft-ASR_UA\*DEBIAN7-64\*release\.tar\.gz by hand .*https:/),
    });
    expect(byTag.get("RHEL10-64")).toMatchObject({ Remark: "Microsoft has published no installer for RHEL, Rocky Linux, AlmaLinux 10 so far." });
    expect(byTag.get("Windows")).toMatchObject({ FileName: "Microsoft-ASR_UA*Windows*release.exe" });
  });
});

type Page = { value: Record<string, unknown>[]; nextLink?: string };
const names = ({ value }: Page): string[] => value.map(({ FriendlyName }) => String(FriendlyName));
