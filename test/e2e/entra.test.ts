import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { RunningHost } from "../../local/host/host.js";
import { newKey, startService } from "../../local/service.js";
import { AUDIENCE, openTenant, TENANT, type Tenant } from "../api/http/entra/tenant.js";

let tenant: Tenant;
let host: RunningHost;
const settings = (more: Readonly<Record<string, string>>) => ({
  AzureWebJobsStorage: inject("storage"),
  FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
  FLEET_SEALING_KEY: Buffer.alloc(32, 7).toString("base64"),
  FLEET_ENTRA_TENANT_ID: TENANT,
  ...more,
});

beforeAll(async () => {
  tenant = await openTenant();
  const entra = { FLEET_ENTRA: "app", FLEET_ENTRA_AUDIENCE: AUDIENCE, FLEET_ENTRA_AUTHORITY: tenant.authority };
  host = await startService({ appDir: ".", settings: settings(entra) });
});
afterAll(async () => {
  await host?.close();
  tenant?.close();
});

const call = async (cmdlet: string, headers: Readonly<Record<string, string>>) => {
  const answer = await fetch(`${host.url}/api/${cmdlet}`, { method: "POST", headers, body: "{}" });
  return { status: answer.status, body: await answer.text(), asks: answer.headers.get("www-authenticate") };
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

it("the built app takes tokens of its tenant and fleet keys side by side, by its settings alone", async () => {
  expect((await call("Get-ASRFabric", bearer(await tenant.token()))).status).toBe(200);
  const key = await newKey(inject("storage"), { scope: "reader", label: "beside Entra" });
  expect((await call("Get-ASRFabric", bearer(key))).status).toBe(200);
  expect(await call("Set-ASRFabric", bearer(await tenant.token()))).toMatchObject({
    status: 403,
    body: expect.stringContaining("MobilityFleet.Administrator"),
  });
  expect(await call("Get-ASRFabric", bearer(await tenant.token({ aud: "https://management.azure.com" })))).toMatchObject({
    status: 401,
    asks: 'Bearer realm="mobility-fleet", error="invalid_token"',
  });
});

it("a forged header of App Service authentication opens nothing", async () => {
  const claims = [
    { typ: "http://schemas.microsoft.com/identity/claims/tenantid", val: TENANT },
    { typ: "roles", val: "MobilityFleet.Administrator" },
  ];
  const forged = { "x-ms-client-principal": Buffer.from(JSON.stringify({ auth_typ: "aad", claims })).toString("base64") };
  expect((await call("Get-ASRFabric", forged)).status).toBe(401);
  expect((await call("Get-ASRFabric", { ...forged, ...bearer("anything") })).status).toBe(401);
  expect((await call("Set-ASRFabric", { ...forged, ...bearer(await tenant.token({ roles: ["MobilityFleet.Reader"] })) })).status).toBe(403);
});
