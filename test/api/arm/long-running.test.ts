import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Job } from "../../../lib/jobs/job.js";
import { GROUP, servedFleet, VAULT, VAULT_PATH } from "./served-fleet.js";

const V = "api-version=2018-07-10";
const FABRIC = `${VAULT_PATH}/replicationFabrics/CS1`;
const CONTAINER = `${FABRIC}/replicationProtectionContainers/default`;
const ITEM = `${CONTAINER}/replicationProtectedItems/vm1-item`;
const PLACE = [VAULT, GROUP, "CS1", "default"] as const;

const WireJob = z.object({
  name: z.string(),
  status: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  startTime: z.string().nullable(),
  endTime: z.string().nullable(),
  properties: z.object({
    state: z.string(),
    scenarioName: z.string(),
    tasks: z.array(z.unknown()),
    errors: z.array(z.unknown()),
    allowedActions: z.array(z.string()),
  }),
});

let fleet: Awaited<ReturnType<typeof servedFleet>>;
beforeEach(async () => {
  fleet = await servedFleet();
  await end((await latest()).name, { state: "Succeeded", stateDescription: "Completed" }); // the job that protected vm1
});
afterEach(() => fleet.close());

const latest = async (): Promise<Job> => {
  const [job] = (await fleet.context.jobs.list({}, { size: 1 })).items;
  if (!job) throw new Error("there is no job");
  return job;
};

/** As a worker would leave the job. */
async function end(name: string, change: Partial<Job>): Promise<void> {
  const found = await fleet.context.jobs.find(name);
  if (!found) throw new Error(`there is no job ${name}`);
  const { value, etag } = found;
  const isEnd = change.state !== "Suspended" && change.state !== "InProgress";
  await fleet.context.jobs.replace({ ...value, ...change, ...(isEnd && { endTime: new Date().toISOString() }) }, etag, value.state);
}

const ERROR = {
  code: "LoginRefused",
  message: "No",
  possibleCauses: "Password",
  recommendedAction: "Change it",
  vendorCode: "EP0859",
  time: "2026-11-24T14:04:26.000Z",
};

const jobIn = (location: string | null) => /operationresults\/([^?]+)\?/i.exec(location ?? "")?.[1] ?? "";

describe("an update as the cmdlet of PowerShell asks for it", () => {
  const post = () =>
    fleet.raw(`${ITEM}/updateMobilityService?${V}`, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "x-ms-client-request-id": "guid-2026-11-27 13:00:00Z-Ps",
        "agent-authentication": "{}",
        "accept-language": "en-US",
      },
      body: '{\r\n  "properties": {\r\n    "runAsAccountId": "1"\r\n  }\r\n}',
    });

  it("is answered 202 without a body; the job's name stands in Location, up to a question mark", async () => {
    const { status, headers, body } = await post();
    expect({ status, body }).toEqual({ status: 202, body: "" });
    const name = jobIn(headers.get("location"));
    expect(headers.get("location")).toBe(`${fleet.url}${ITEM}/operationresults/${name}?${V}`);
    expect(headers.get("azure-asyncoperation")).toBe(`${fleet.url}${VAULT_PATH}/replicationJobs/${name}?${V}`);
    expect(headers.get("retry-after")).toMatch(/^\d+$/);
    expect(headers.get("x-ms-client-request-id")).toBe("guid-2026-11-27 13:00:00Z-Ps");
    expect(headers.get("x-ms-request-id")).toBe(headers.get("x-ms-correlation-request-id"));

    const job = await fleet.raw(`${VAULT_PATH}/replicationJobs/${name}?${V}`);
    expect(WireJob.parse(job.body)).toMatchObject({
      name,
      status: "NotStarted",
      error: null,
      properties: { scenarioName: "UpdateMobilityService", tasks: [], errors: [] },
    });
    expect(job.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(job.body).toMatchObject({
      properties: {
        activityId: `guid-2026-11-27 13:00:00Z-Ps ActivityId: ${headers.get("x-ms-request-id")}`,
        targetObjectName: "vm1",
        targetInstanceType: "ProtectionEntity",
      },
    });
    expect((await fleet.context.jobs.find(name))?.value.input).toEqual({ accountId: "1" });
  });

  it("is the same job when it is repeated: a client that got no answer asks again", async () => {
    expect(jobIn((await post()).headers.get("location"))).toBe(jobIn((await post()).headers.get("location")));
  });

  it("its result is waited for, then stays: as long as it is asked for, also after the item is gone", async () => {
    const location = (await post()).headers.get("location") ?? "";
    const waiting = await fleet.raw(location);
    expect(waiting.status).toBe(202);
    expect(waiting.headers.get("location")).toBe(location);
    expect(waiting.headers.get("retry-after")).toMatch(/^\d+$/);
    await end(jobIn(location), { state: "Succeeded", stateDescription: "Completed" });
    for (let again = 0; again < 3; again += 1) expect(await fleet.raw(location)).toMatchObject({ status: 200, body: { id: ITEM } });
    const machine = await fleet.context.machines.findByProtectedItem("CS1", "default", "vm1-item");
    if (!machine) throw new Error("vm1 is not there");
    const { protectedItem: _gone, ...rest } = machine.value;
    await fleet.context.machines.replace(rest, machine.etag);
    expect((await fleet.raw(location)).status).toBe(204);
    expect((await fleet.raw(location.replace("/CS1/", "/other/"))).status).toBe(404);
  });

  it("that fails is shown with its error three times: at the top, in the list, and at its task", async () => {
    const location = (await post()).headers.get("location") ?? "";
    const task = {
      name: "open-machine",
      displayName: "Connecting",
      state: "Failed",
      stateDescription: "Failed",
      startTime: ERROR.time,
      endTime: ERROR.time,
    } as const;
    await end(jobIn(location), { state: "Failed", stateDescription: "Failed", tasks: [task], errors: [{ ...ERROR, task: "open-machine" }] });
    const { body, headers } = await fleet.raw(`${VAULT_PATH}/replicationJobs/${jobIn(location)}?${V}`);
    const detail = {
      serviceErrorDetails: { code: "LoginRefused", message: "No", possibleCauses: "Password", recommendedAction: "Change it" },
      providerErrorDetails: { errorCode: 95108, errorId: "EP0859", errorMessage: "No" },
      taskId: "open-machine",
    };
    expect(body).toMatchObject({
      status: "Failed",
      error: { code: "LoginRefused", message: "No" },
      properties: {
        errors: [detail],
        allowedActions: ["Restart"],
        tasks: [{ taskId: "open-machine", name: "open-machine", friendlyName: "Connecting", errors: [detail] }],
      },
    });
    expect(headers.get("retry-after")).toBeNull();
    expect(await fleet.raw(location)).toMatchObject({
      status: 409,
      body: { error: { code: "Conflict", message: expect.stringContaining("LoginRefused: No") } },
    });
  });
});

describe("jobs", () => {
  const startUpdate = async () => {
    await fleet.sdk.replicationProtectedItems.beginUpdateMobilityService(...PLACE, "vm1-item", { properties: {} });
    return (await latest()).name;
  };

  it("that are cancelled: the call has succeeded when the job has ended, and gives the cancelled job", async () => {
    const name = await startUpdate();
    const poller = await fleet.sdk.replicationJobs.beginCancel(VAULT, GROUP, name, { updateIntervalInMs: 10 });
    expect(poller.getOperationState().status).toBe("running");
    await end(name, { state: "Cancelled", stateDescription: "Cancelled" });
    const ended = await fleet.sdk.replicationJobs.beginCancelAndWait(VAULT, GROUP, name);
    expect(ended).toMatchObject({ name, status: "Cancelled", properties: { state: "Cancelled", allowedActions: ["Restart"] } });
    expect((await fleet.context.jobs.find(name))?.value.cancelRequested).toBe(true);
  });

  it("that are cancelled again when they have ended stay as they ended", async () => {
    const name = await startUpdate();
    await end(name, { state: "Succeeded", stateDescription: "Completed" });
    expect(await fleet.sdk.replicationJobs.beginCancelAndWait(VAULT, GROUP, name)).toMatchObject({ properties: { state: "Succeeded" } });
  });

  it("that are restarted: the answer names the new job", async () => {
    const name = await startUpdate();
    await expect(fleet.sdk.replicationJobs.beginRestart(VAULT, GROUP, name)).rejects.toMatchObject({ statusCode: 409, code: "Conflict" });
    await end(name, { state: "Failed", stateDescription: "Failed", errors: [ERROR] });
    const { status, headers } = await fleet.raw(`${VAULT_PATH}/replicationJobs/${name}/restart?${V}`, { method: "POST" });
    const again = jobIn(headers.get("location"));
    expect({ status, isNew: again !== name }).toEqual({ status: 202, isNew: true });
    expect(headers.get("location")).toContain(`/replicationJobs/${name}/operationresults/${again}?`);
    expect((await fleet.context.jobs.find(again))?.value).toMatchObject({ restartOf: name, recipe: "update" });
  });

  it("that are suspended go on when they are resumed, and are refused otherwise", async () => {
    const name = await startUpdate();
    const resume = () => fleet.sdk.replicationJobs.beginResume(VAULT, GROUP, name, { properties: { comments: " " } });
    await expect(resume()).rejects.toMatchObject({ statusCode: 409 });
    await end(name, { state: "Suspended", stateDescription: "Suspended", errors: [ERROR] });
    expect(await fleet.raw(`${VAULT_PATH}/replicationJobs/${name}?${V}`)).toMatchObject({
      body: { status: "Suspended", error: null, properties: { allowedActions: ["Resume", "Cancel"] } },
    });
    await resume();
    expect((await fleet.context.jobs.find(name))?.value.state).toBe("InProgress");
    expect((await fleet.raw(`${VAULT_PATH}/replicationOperationStatus/${name}?${V}`)).body).toMatchObject({ name, status: "InProgress" });
  });
});

describe("fabrics", () => {
  it("are removed by POST when nothing lies below, and by DELETE with all that does; what came of it is told below them", async () => {
    const refused = await fleet.raw(`${FABRIC}/remove?${V}`, { method: "POST" });
    expect(refused).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining("has 1 machines") } } });
    const removed = await fleet.raw(`${FABRIC}?${V}`, { method: "DELETE" });
    expect(removed.status).toBe(202);
    const location = removed.headers.get("location") ?? "";
    const removal = await latest();
    expect(removal).toMatchObject({ recipe: "remove-fabric", input: { force: true }, name: jobIn(location) });
    expect(location).toContain(`${FABRIC}/operationresults/`);
    expect((await fleet.raw(location)).status).toBe(202);
    await end(removal.name, { state: "Succeeded", stateDescription: "Completed" });
    expect(await fleet.raw(location)).toMatchObject({ status: 200, body: { id: FABRIC } }); // nobody carried the job out here
    const fabric = await fleet.context.fabrics.find("CS1");
    if (fabric) await fleet.context.fabrics.remove(fabric.value, fabric.etag);
    expect((await fleet.raw(location)).status).toBe(204);
    expect((await fleet.raw(`${FABRIC}?${V}`, { method: "DELETE" })).status).toBe(404);
  });
});

describe("protected items", () => {
  it("are removed by POST and forgotten by DELETE, each by its own job", async () => {
    await fleet.sdk.replicationProtectedItems.beginDelete(...PLACE, "vm1-item", {
      properties: { disableProtectionReason: "NotSpecified", replicationProviderInput: { instanceType: "InMage" } },
    });
    const removal = await latest();
    expect(removal).toMatchObject({ recipe: "unprotect", input: {} });
    await end(removal.name, { state: "Succeeded", stateDescription: "Completed" });
    const { status, headers } = await fleet.raw(`${ITEM}?${V}`, { method: "DELETE" });
    expect(status).toBe(202);
    expect(await latest()).toMatchObject({ recipe: "forget", input: { force: true }, name: jobIn(headers.get("location")) });
  });

  it("are created from a protectable item with the account of its generation", async () => {
    const discovered = await fleet.raw(`${CONTAINER}/discoverProtectableItem?${V}`, {
      method: "POST",
      body: JSON.stringify({ properties: { friendlyName: "Test", ipAddress: "10.150.2.3", osType: "Linux" } }),
    });
    expect(discovered.headers.get("location")).toContain(`${CONTAINER}/operationresults/`);
    await end((await latest()).name, { state: "Succeeded", stateDescription: "Completed" });
    expect(await fleet.raw(discovered.headers.get("location") ?? "")).toMatchObject({ status: 200, body: { id: CONTAINER } });
    const machine = await fleet.context.machines.findByFriendlyName("CS1", "default", "Test");
    const create = (instanceType: string, runAsAccountId?: string) =>
      fleet.raw(`${CONTAINER}/replicationProtectedItems/new?${V}`, {
        method: "PUT",
        body: JSON.stringify({
          properties: {
            policyId: "p",
            protectableItemId: `${CONTAINER}/replicationProtectableItems/${machine?.value.name}`,
            providerSpecificDetails: { instanceType, runAsAccountId, diskType: "x" },
          },
        }),
      });
    expect(await create("A2A")).toMatchObject({ status: 400, body: { error: { target: "instanceType" } } });
    expect(await create("InMageRcm", "1")).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("expected InMageAzureV2") } },
    });
    expect(await create("InMageAzureV2")).toMatchObject({ status: 400, body: { error: { target: "Account" } } });
    expect((await create("InMageAzureV2", "/subscriptions/x/runAsAccounts/LinuxAccount")).status).toBe(202);
    expect(await latest()).toMatchObject({ recipe: "protect", input: { accountId: "1" }, target: { friendlyName: "Test" } });
  });

  it.each(["a%E2%80%AEb", "a%00b", "x".repeat(1025), "%40%7Bsite=berlin%7D"])(
    "are not created under a name that no cmdlet would take: %s",
    async (name) => {
      const properties = { protectableItemId: "x", providerSpecificDetails: { instanceType: "InMageAzureV2" } };
      const answer = await fleet.raw(`${CONTAINER}/replicationProtectedItems/${name}?${V}`, { method: "PUT", body: JSON.stringify({ properties }) });
      expect(answer).toMatchObject({ status: 400, body: { error: { target: "replicatedProtectedItemName" } } });
    },
  );

  it("are not changed in what the vault keeps", async () => {
    const change = (properties: object) => fleet.raw(`${ITEM}?${V}`, { method: "PATCH", body: JSON.stringify({ properties }) });
    expect(await change({})).toMatchObject({ status: 200, body: { id: ITEM } });
    expect(await change({ recoveryAzureVMName: "x" })).toMatchObject({
      status: 501,
      body: { error: { code: "NotImplemented", message: expect.stringContaining("recoveryAzureVMName") } },
    });
  });
});
