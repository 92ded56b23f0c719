import { expect, it } from "vitest";
import { readConfig } from "../../../lib/core/settings/config.js";

const BASE = { AzureWebJobsStorage: "UseDevelopmentStorage=true", FLEET_SEALING_KEY: "k" };
const TENANT = "6BABCAAD-604b-40ac-a9d7-9fd97c0b779f";
const APP = { FLEET_ENTRA: "app", FLEET_ENTRA_TENANT_ID: TENANT, FLEET_ENTRA_AUDIENCE: "api://fleet, 0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10," };
const read = (settings: Readonly<Record<string, string>>) => readConfig({ ...BASE, ...settings }).entra;

it("is off unless it is asked for", () => {
  expect(read({})).toBeUndefined();
  expect(read({ FLEET_ENTRA_TENANT_ID: TENANT, WEBSITE_AUTH_ENABLED: "True" })).toBeUndefined();
});

it("takes a tenant, audiences and names of app roles", () => {
  expect(read({ ...APP, FLEET_ENTRA_READER_ROLE: "Leser", FLEET_ENTRA_AUTHORITY: "https://login.microsoftonline.us/" })).toEqual({
    tenantId: TENANT.toLowerCase(),
    roles: { reader: "Leser", operator: "MobilityFleet.Operator", administrator: "MobilityFleet.Administrator" },
    checkedBy: {
      kind: "app",
      audiences: ["api://fleet", "0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10"],
      authority: "https://login.microsoftonline.us",
    },
  });
});

it("takes the platform's word only where App Service says that its authentication is on", () => {
  const platform = { FLEET_ENTRA: "platform", FLEET_ENTRA_TENANT_ID: TENANT };
  expect(read({ ...platform, WEBSITE_AUTH_ENABLED: "True" })?.checkedBy).toEqual({ kind: "platform" });
  for (const said of [{}, { WEBSITE_AUTH_ENABLED: "False" }])
    expect(() => read({ ...platform, ...said })).toThrow(/WEBSITE_AUTH_ENABLED is not true/);
});

it.each([
  [{ FLEET_ENTRA: "on" }, /FLEET_ENTRA/],
  [{ FLEET_ENTRA_TENANT_ID: "contoso.onmicrosoft.com" }, /FLEET_ENTRA_TENANT_ID/],
  [{ FLEET_ENTRA_AUDIENCE: " , " }, /FLEET_ENTRA_AUDIENCE: .*must name/],
  [{ FLEET_ENTRA_AUTHORITY: "http://login.example" }, /https address.*got http:\/\/login\.example/],
  [{ FLEET_ENTRA_AUTHORITY: "https://login.example/common" }, /https address without path/],
  [{ FLEET_ENTRA_AUTHORITY: "https://u:p@login.example" }, /https address/],
  [{ FLEET_ENTRA_OPERATOR_ROLE: "MobilityFleet.Reader" }, /must differ/],
])("refuses %j", (wrong, message) => expect(() => read({ ...APP, ...wrong })).toThrow(message));

it("takes http for an authority on loopback alone", () => {
  expect(read({ ...APP, FLEET_ENTRA_AUTHORITY: "http://127.0.0.1:8080" })?.checkedBy).toMatchObject({ authority: "http://127.0.0.1:8080" });
});

it.each([
  [{ FLEET_ENTRA_PORTAL_CLIENT_ID: "0F3C6A1E-5f5b-4f0e-9a55-1b1c3f8f2a10" }, "0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10/.default"],
  [{ FLEET_ENTRA_PORTAL_CLIENT_ID: "11111111-5f5b-4f0e-9a55-1b1c3f8f2a10" }, "api://fleet/.default"],
])("lets people sign in to the portal as %j, for tokens of %s", (settings, scope) => {
  const clientId = settings.FLEET_ENTRA_PORTAL_CLIENT_ID.toLowerCase();
  const authority = "https://login.microsoftonline.com";
  expect(read({ ...APP, ...settings })?.portal).toEqual({ authority, tenantId: TENANT.toLowerCase(), clientId, scope });
});

it("lets nobody sign in to the portal by Entra unless an application is named", () => {
  expect(read(APP)?.portal).toBeUndefined();
  const platform = { FLEET_ENTRA: "platform", FLEET_ENTRA_TENANT_ID: TENANT, WEBSITE_AUTH_ENABLED: "true" };
  const FLEET_ENTRA_PORTAL_CLIENT_ID = "0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10";
  expect(read({ ...platform, FLEET_ENTRA_PORTAL_CLIENT_ID })?.portal?.scope).toBe(`${FLEET_ENTRA_PORTAL_CLIENT_ID}/.default`);
  expect(() => read({ ...platform, FLEET_ENTRA_PORTAL_CLIENT_ID, FLEET_ENTRA_AUTHORITY: "http://login.example" })).toThrow(/https address/);
});
