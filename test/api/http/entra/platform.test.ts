import { describe, expect, it } from "vitest";
import { memoryFleet } from "../../call.js";
import { fleetBehindPlatform, TENANT } from "./tenant.js";

const LONG = "http://schemas.microsoft.com/identity/claims";
const CLAIMS = [
  { typ: "aud", val: "api://mobility-fleet" },
  { typ: "exp", val: "1893456000" },
  { typ: `${LONG}/tenantid`, val: TENANT },
  { typ: `${LONG}/objectidentifier`, val: "3f0c2d0e-1111-4222-8333-444455556666" },
  { typ: `${LONG}/scope`, val: "Fleet.Access" },
  { typ: "preferred_username", val: "alice@contoso.example" },
  { typ: "roles", val: "Other.Role" },
  { typ: "roles", val: "MobilityFleet.Administrator" },
];
const principal = (changes: object = {}) => ({
  "x-ms-client-principal": Buffer.from(
    JSON.stringify({
      auth_typ: "aad",
      name_typ: "name",
      role_typ: "http://schemas.microsoft.com/ws/2008/06/identity/claims/role",
      claims: CLAIMS,
      ...changes,
    }),
  ).toString("base64"),
});
const key = "a-token-that-the-platform-has-checked";
const change = { Name: "CS1", Generation: "Classic", ServerAddress: "10.0.0.2" };

describe("behind App Service authentication", () => {
  it("the caller that it names is taken, with its app roles", async () => {
    const { call } = await fleetBehindPlatform();
    expect((await call("Set-AsrFabric", change, { key, headers: principal() })).status).toBe(200);
    const app = CLAIMS.filter(({ typ }) => !/scope|username|roles/.test(typ)).concat(
      { typ: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier", val: "3f0c2d0e-1111-4222-8333-444455556666" },
      { typ: "azp", val: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" },
      { typ: "http://schemas.microsoft.com/ws/2008/06/identity/claims/role", val: "MobilityFleet.Reader" },
    );
    expect(await call("Set-AsrFabric", change, { key, headers: principal({ claims: app }) })).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringMatching(/; app 04b07795-8ddb-461a-bbee-02f9e1bf7b46 has MobilityFleet\.Reader$/) } },
    });
  });

  it("fleet keys go on, with their own scope whatever the header says", async () => {
    const { call, keys } = await fleetBehindPlatform();
    expect((await call("Set-AsrFabric", change, { key: keys.reader, headers: principal() })).status).toBe(403);
  });

  it.each([
    ["no principal", {}],
    ["one that cannot be read", { "x-ms-client-principal": "%%%" }],
    ["one of another provider", principal({ auth_typ: "github" })],
    ["one of another tenant", principal({ claims: CLAIMS.map(({ typ, val }) => ({ typ, val: typ.endsWith("tenantid") ? LONG : val })) })],
    ["one of no tenant", principal({ claims: CLAIMS.filter(({ typ }) => !typ.endsWith("tenantid")) })],
  ])("%s is refused", async (_what, headers) => {
    const { call } = await fleetBehindPlatform();
    expect(await call("Get-AsrFabric", {}, { key, headers })).toMatchObject({ status: 401, body: { error: { code: "Unauthorized" } } });
  });

  it("a session cookie alone does nothing: a page of another site can make a browser send it", async () => {
    const { call } = await fleetBehindPlatform();
    expect((await call("Set-AsrFabric", change, { key: "", headers: principal() })).status).toBe(401);
  });
});

it("elsewhere the header of the platform is worth nothing", async () => {
  const { call, keys } = await memoryFleet();
  for (const sent of ["", key]) expect((await call("Get-AsrFabric", {}, { key: sent, headers: principal() })).status).toBe(401);
  expect((await call("Set-AsrFabric", change, { key: keys.reader, headers: principal() })).status).toBe(403);
});
