import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GROUP, plainSdk, servedFleet, VAULT, VAULT_PATH } from "./served-fleet.js";

const V = "api-version=2023-06-01";

describe("an error below /subscriptions", () => {
  let fleet: Awaited<ReturnType<typeof servedFleet>>;
  beforeAll(async () => {
    fleet = await servedFleet();
  });
  afterAll(() => fleet?.close());

  it.each([
    ["no api-version", "GET", `${VAULT_PATH}/replicationFabrics`, 400, "MissingApiVersionParameter", "api-version query parameter"],
    ["a fabric that is not there", "GET", `${VAULT_PATH}/replicationFabrics/none?${V}`, 404, "NotFound", 'no fabric with the name "none"'],
    ["a job that is not there", "POST", `${VAULT_PATH}/replicationJobs/none/cancel?${V}`, 404, "NotFound", 'no job with the name "none"'],
    [
      "another subscription",
      "GET",
      `${VAULT_PATH.replace("11111111", "99999999")}/replicationFabrics?${V}`,
      404,
      "ResourceNotFound",
      "was not found",
    ],
    ["another vault", "GET", `${VAULT_PATH}x/replicationFabrics?${V}`, 404, "ResourceNotFound", "vaults/vault-1x"],
    ["a word that is none", "GET", `${VAULT_PATH}/replicationFabrix?${V}`, 404, "NotFound", 'nothing at "replicationFabrix"'],
    ["a method that it does not take", "DELETE", `${VAULT_PATH}/replicationEvents/e?${V}`, 404, "NotFound", "is called with GET; got DELETE"],
    ["a path outside of a vault", "GET", `/subscriptions?${V}`, 404, "NotFound", 'nothing at "/subscriptions"'],
    [
      "an operation of the vault",
      "POST",
      `${VAULT_PATH}/replicationRecoveryPlans/p/testFailover?${V}`,
      501,
      "NotImplemented",
      "does not do recovery plans",
    ],
    [
      "a page that is too long",
      "GET",
      `${VAULT_PATH}/replicationJobs?$top=5000&${V}`,
      400,
      "InvalidParameter",
      "$top expects a whole number from 1 to 1000",
    ],
  ])("for %s is in the envelope of Azure", async (_title, method, path, status, code, message) => {
    const answer = await fleet.raw(path, { method });
    expect(answer).toMatchObject({
      status,
      body: { error: { code, message: expect.stringContaining(message), details: [{ recommendedAction: expect.stringMatching(/\w/) }] } },
    });
  });

  it("tells by the details what our own word for it is", async () => {
    const { body } = await fleet.raw(`${VAULT_PATH}/replicationFabrics/none?${V}`, { headers: { "x-ms-client-request-id": "mine" } });
    expect(body).toMatchObject({
      error: {
        code: "NotFound",
        details: [{ code: "ResourceNotFound", clientRequestId: "mine", activityId: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
      },
    });
  });

  it("for a call without a valid key names the scheme, and tells nothing else", async () => {
    for (const key of ["", "nonsense", `mf_${"0".repeat(16)}_${"a".repeat(43)}`]) {
      for (const path of [`${VAULT_PATH}/replicationFabrics?${V}`, `${VAULT_PATH}/replicationFabrics`, "/subscriptions/x"]) {
        const answer = await fleet.raw(path, { key });
        expect(answer).toMatchObject({ status: 401, body: { error: { code: "InvalidAuthenticationToken" } } });
        expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
      }
    }
  });

  it("for a scope that is too small names the one that is needed", async () => {
    const reader = plainSdk(fleet.url, fleet.keys.reader);
    const operator = plainSdk(fleet.url, fleet.keys.operator);
    const place = [VAULT, GROUP, "CS1", "default"] as const;
    expect(await reader.replicationFabrics.get(VAULT, GROUP, "CS1")).toHaveProperty("name", "CS1");
    const update = reader.replicationProtectedItems.beginUpdateMobilityService(...place, "vm1-item", { properties: {} });
    await expect(update).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailed", message: expect.stringContaining("scope operator") });
    const discovery = operator.replicationProtectionContainers.beginDiscoverProtectableItem(...place, {});
    await expect(discovery).rejects.toMatchObject({ statusCode: 403, message: expect.stringContaining("scope administrator") });
  });

  it("for a body that is not what is expected says so", async () => {
    const post = (body: string) =>
      fleet.raw(
        `${VAULT_PATH}/replicationFabrics/CS1/replicationProtectionContainers/default/replicationProtectedItems/vm1-item/updateMobilityService?${V}`,
        { method: "POST", body },
      );
    expect(await post("{")).toMatchObject({ status: 400, body: { error: { code: "InvalidParameter", target: "body" } } });
    expect(await post('{"properties": 7}')).toMatchObject({ status: 400, body: { error: { target: "properties" } } });
    expect(await post('{"properties": {"runAsAccountId": 7}}')).toMatchObject({ status: 400, body: { error: { target: "runAsAccountId" } } });
    expect(await post('{"properties": {"runAsAccountId": "none"}}')).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining("1 LinuxAccount") } },
    });
  });
});
