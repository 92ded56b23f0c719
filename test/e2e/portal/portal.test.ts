import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../../here.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BEFORE, type Item, installedVersion, labFile, TARGET, UBUNTU } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { accessibilityFaults, isRead, startBrowser, type Watched, watchedPage } from "./portal-page.js";

const noBrowser = needs("chromium-headless-shell");
const NOTICE = "New Site recovery replication agent update is available. Click to install.";

describe.skipIf(noLab || noBrowser !== "")(`the portal in a browser${noBrowser || lacksLab}`, { timeout: 300_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, seconds: 1 }]);
  let browser: Browser;
  let watched: Watched;
  let base: string;
  let key: string;
  let items: readonly Item[];
  beforeAll(async () => {
    browser = await startBrowser();
    base = fleet.client.url;
    key = fleet.world.key;
    items = await Promise.all([
      ...["ready-1", "ready-2", "later-1"].map((name) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } })),
      fleet.adopt({ name: "blocked-1", osTag: "DEBIAN11-64", agent: { version: BEFORE } }),
    ]);
    watched = await watchedPage(browser, base);
    watched.page.setDefaultTimeout(60_000);
  }, 180_000);
  afterAll(() => browser?.close());

  const signIn = async (with_: string) => {
    await watched.page.getByLabel("Fleet key").fill(with_);
    await watched.page.getByRole("button", { name: "Sign in" }).click();
  };

  it("says what a key lacks, and stays at the address that was asked for", async () => {
    const { page } = watched;
    await page.goto(`${base}/portal/items?q=1`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await signIn(`mf_${"0".repeat(16)}_${"a".repeat(43)}`);
    await page.getByText("The key is not known").waitFor();
    await signIn(key);
    await page.getByRole("heading", { name: "Replicated items" }).waitFor();
    await isRead(page);
    expect(page.url()).toBe(`${base}/portal/items?q=1`);
    await page.getByText("3 of 4 machines").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it("updates the ticked machines by the documentation's way, and tells why another one cannot be ticked", async () => {
    const { page } = watched;
    await page.getByRole("link", { name: NOTICE, exact: true }).click();
    await page.getByRole("heading", { name: "Agent update" }).waitFor();
    await page.getByText("Configuration server:").waitFor();
    expect(await page.getByLabel("blocked-1 cannot be updated").isDisabled()).toBe(true);
    await page.getByRole("button", { name: "InstallerMissing: why, what to do" }).click();
    const dialog = page.getByRole("dialog", { name: "blocked-1 cannot be updated" });
    await dialog.getByText("What to do:").waitFor();
    await page.keyboard.press("Escape");
    for (const name of ["ready-1", "ready-2"]) {
      await page.getByLabel(`Update ${name}`).focus();
      await page.keyboard.press("Space");
    }
    await page.getByText("2 machines of 2 will be updated").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Every machine of this plan" }).click();
    await page.getByText(`${BEFORE} → ${TARGET}`).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goBack();
    await page.getByText("2 machines of 2 will be updated").waitFor();
    await page.getByRole("button", { name: "OK", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^Update Mobility Service \(batch\)/ }).waitFor();
    await page.getByText("2 of 2 succeeded").waitFor({ timeout: 120_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
    const versions = await Promise.all(items.map(({ lab }) => installedVersion(lab)));
    expect(versions).toEqual([TARGET, TARGET, BEFORE, BEFORE]);
  });

  it("shows a job with its tasks and its log, and the machine's life", async () => {
    const { page } = watched;
    await page.getByRole("link", { name: "ready-1", exact: true }).click();
    await page.getByText("upgraded from").first().waitFor();
    await page.getByLabel("Search the log").fill("upgraded from");
    await page.getByText(/\d+ lines?/).waitFor();
    await page.getByRole("button", { name: "next" }).click();
    expect(page.url()).toMatch(/\?line=\d+$/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Replicated items" }).click();
    await page.getByRole("link", { name: "ready-1" }).click();
    await page.getByRole("heading", { name: "What happened" }).waitFor();
    await page.getByText("A restart is recommended").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByText("Restart recommended").waitFor();
    await page.getByText("Installer missing").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Jobs" }).click();
    await page.getByRole("link", { name: /^Update Mobility Service \(batch\)/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it("does not carry out a plan that is no longer true", async () => {
    const { page } = watched;
    await page.getByRole("link", { name: "Agent update" }).click();
    await page.getByLabel("Update later-1").check();
    await page.getByText("1 machine of 1 will be updated").waitFor();
    await fleet.client.call("New-ASRMobilityServiceHold", { Version: TARGET, Reason: "to be looked at" });
    await page.getByRole("button", { name: "OK", exact: true }).click();
    await page.getByText("PlanOutdated", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Make a new plan" }).waitFor();
    await fleet.client.call("Remove-ASRMobilityServiceHold", { Version: TARGET });
    expect(await installedVersion((items[2] as Item).lab)).toBe(BEFORE); // there are four
  });

  it("uploads an installer from the browser to where a job checks and lists it", async () => {
    const { page } = watched;
    const { fileName, content } = await labFile({ version: TARGET, osTag: "RHEL8-64", seconds: 1 });
    await page.getByRole("link", { name: "Installers" }).click();
    await page.getByRole("button", { name: "Upload an installer" }).click();
    const dialog = page.getByRole("dialog", { name: "Upload an installer" });
    await dialog.getByLabel("Installer").setInputFiles({ name: fileName, mimeType: "application/gzip", buffer: Buffer.from(content) });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Upload" }).click();
    await page.getByRole("heading", { name: /^Import Mobility Service installer/i }).waitFor();
    await page.getByText("Succeeded").first().waitFor();
    const { value } = await fleet.client.call<{ value: readonly { FileName: string }[] }>("Get-ASRMobilityServiceInstaller", { OSTag: "RHEL8-64" });
    expect(value.map(({ FileName }) => FileName)).toEqual([fileName]);
  });

  it("signs a new tab in by an open one, keeps the key in memory alone, and signs all of them out", async () => {
    const { page, context, faults } = watched;
    const other = await context.newPage();
    await other.goto(`${base}/portal/jobs`);
    await other.getByRole("heading", { name: "Site Recovery jobs" }).waitFor();
    const kept =
      "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML, location.href, history.state])";
    expect(await other.evaluate<string>(kept)).not.toContain(key);
    expect(await page.evaluate<string>(kept)).not.toContain(key);
    await page.getByRole("button", { name: "Sign out" }).click();
    for (const tab of [page, other]) await tab.getByLabel("Fleet key").waitFor();
    await other.reload();
    await other.getByLabel("Fleet key").waitFor();
    expect(faults).toEqual([]);
  });
});
