import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refuse } from "../../../lib/api/http/principal.js";
import type { loginPages } from "../../api/http/entra/login-pages.js";
import { AUDIENCE, openTenant, portalAccess, type Tenant } from "../../api/http/entra/tenant.js";
import { memoryContext } from "../../api/memory-context.js";
import { needs } from "../../here.js";
import { type MemoryService, memoryService } from "./memory-service.js";
import { accessibilityFaults, startBrowser, type Watched, watchedPage } from "./portal-page.js";

const noBrowser = needs("chromium-headless-shell");
const REGISTERED = { clientId: "0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10", scope: `${AUDIENCE}/.default` };

describe.skipIf(noBrowser !== "")(`sign-in to the portal by Entra, at a tenant of our own making${noBrowser}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let tenant: Tenant;
  let login: ReturnType<typeof loginPages>;
  let service: MemoryService;
  let watched: Watched;
  const taken: string[] = [];
  const revoked = new Set<string>();
  beforeAll(async () => {
    browser = await startBrowser();
    tenant = await openTenant();
    const entra = portalAccess(tenant, REGISTERED);
    const identify: typeof entra.identify = async (given) => {
      if (revoked.has(given.bearer)) throw refuse("The token was revoked", { recommendedAction: "Ask for a new one." });
      taken.push(given.bearer);
      return entra.identify(given);
    };
    service = await memoryService({ ...memoryContext(), entra: { ...entra, identify } });
  });
  beforeEach(async () => {
    await watched?.context.close();
    login = tenant.signInTo({ ...REGISTERED, redirectUri: `${service.url}/portal` });
    watched = await watchedPage(browser, service.url, [tenant.authority]);
    watched.page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    service?.close();
    tenant?.close();
  });

  const signIn = async (place = "/items?q=state%3Afailed") => {
    await watched.page.goto(`${service.url}/portal${place}`);
    await watched.page.getByRole("button", { name: "Sign in with Microsoft Entra ID" }).click();
  };
  const opened = () => watched.page.getByTitle("Signed in as alice@contoso.example").waitFor();
  const kept = () => watched.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])");

  it("goes to the tenant and comes back to where the reader was, with tokens in memory alone", async () => {
    const { page, faults } = watched;
    await page.goto(`${service.url}/portal/items?q=state%3Afailed`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const asked = page.waitForRequest(/\/authorize\?/);
    await signIn();
    await opened();
    expect(page.url()).toBe(`${service.url}/portal/items?q=state%3Afailed`);
    expect(await kept()).toBe(JSON.stringify([{}, {}, "", page.url()]));
    const { searchParams } = new URL((await asked).url());
    expect([...searchParams.keys()]).not.toContain("code_verifier");
    expect(login.said()).toEqual(["authorization_code"]);
    expect(faults).toEqual([]);
  });

  it("tells in the tenant's own words why it does not sign somebody in, and who has no role what is lacking", async () => {
    const { page } = watched;
    login.refuse({ error: "access_denied", description: "AADSTS50105: alice is not assigned\u202e\r\nTrace ID: 1" });
    await signIn();
    await page.getByText("AADSTS50105: alice is not assigned\\u{202E}").waitFor();
    expect(await kept()).not.toContain("verifier");
    login.refuse(undefined);
    login.issue({ roles: [] });
    await page.getByRole("button", { name: "Sign in with Microsoft Entra ID" }).click();
    await page.getByText("This call needs the app role MobilityFleet.Reader").waitFor();
  });

  it("takes no answer that this tab has not asked for", async () => {
    const { page } = watched;
    for (const hash of ["#code=stolen&state=abc./portal", "#code=stolen&state=", "#error=x"]) {
      await page.goto("about:blank");
      await page.goto(`${service.url}/portal${hash}`);
      await page.getByLabel("Fleet key").waitFor();
    }
    await page.goto(`${service.url}/portal/items#code=stolen&state=abc./portal`);
    await page.getByText("is not for this tab").waitFor();
    expect(page.url()).toBe(`${service.url}/portal/items`);
    expect(login.said()).toEqual([]);
  });

  it("renews a token that is about to end without a question, and one that the service no longer takes", async () => {
    const { page } = watched;
    await page.clock.install();
    await signIn("/jobs");
    await opened();
    await page.clock.fastForward(3_400_000);
    await page.getByRole("link", { name: "Events" }).click();
    await page.getByRole("heading", { name: "Events and alerts" }).waitFor();
    await expect.poll(() => login.said()).toEqual(["authorization_code", "refresh_token"]);
    for (const token of taken) revoked.add(token);
    await page.getByRole("button", { name: "Refresh" }).first().click();
    await expect.poll(() => login.said()).toEqual(["authorization_code", "refresh_token", "refresh_token"]);
    await opened();
    expect(taken.some((token) => !revoked.has(token))).toBe(true);
  });

  it("ends the session when the tenant no longer renews it, and says so", async () => {
    const { page } = watched;
    await page.clock.install();
    await signIn("/jobs");
    await opened();
    login.refuse({ error: "invalid_grant", description: "AADSTS700084: the refresh token has ended" });
    await page.clock.fastForward(3_400_000); // the next look at the jobs needs another token
    await page.getByText("AADSTS700084: the refresh token has ended").waitFor();
    await page.getByLabel("Fleet key").waitFor();
  });

  it("signs a new tab in by an open one, and signs out of all of them and of the tenant", async () => {
    const { page, context, faults } = watched;
    await signIn("/jobs");
    await opened();
    const other = await context.newPage();
    await other.goto(`${service.url}/portal/events`);
    await other.getByText("alice@contoso.example").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    for (const tab of [page, other]) await tab.getByRole("button", { name: "Sign in with Microsoft Entra ID" }).waitFor();
    await expect.poll(() => login.said()).toEqual(["authorization_code", "logout"]);
    expect(faults).toEqual([]);
  });
});
