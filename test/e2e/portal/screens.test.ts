import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../../here.js";
import { aFabric, aMachine, anAccount } from "../../store/samples.js";
import { accessibilityFaults, isRead, RARE_LOOKS, type Watched, widerBy } from "./portal-page.js";
import { MOMENT, type ShownFleet } from "./shown-fleet.js";
import { type ShownPortal, shownPortal, signIn } from "./shown-portal.js";

const noBrowser = needs("chromium-headless-shell");

describe.skipIf(noBrowser !== "")(`the portal's screens on a fleet in memory${noBrowser}`, { timeout: 120_000 }, () => {
  let portal: ShownPortal;
  let fleet: ShownFleet;
  let watched: Watched;
  beforeAll(async () => {
    portal = await shownPortal(300);
    fleet = portal.fleet;
    watched = await signedIn();
  }, 60_000);
  afterAll(() => portal?.close());

  const signedIn = async (): Promise<Watched> => {
    const opened = await portal.page();
    const { page } = opened;
    page.setDefaultTimeout(30_000);
    await page.clock.setFixedTime(MOMENT);
    await page.goto(`${portal.service.url}/portal`);
    await signIn(page, fleet.key);
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    return opened;
  };
  const open = async (title: string, { page } = watched) => {
    await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: title }).click();
    await isRead(page);
  };

  it.each(["Overview", "Replicated items", "Components", "Installers", "Accounts", "Events"])("can be used by everybody: %s", async (title) => {
    await open(title);
    expect(await accessibilityFaults(watched.page)).toEqual([]);
    expect(await accessibilityFaults(watched.page, RARE_LOOKS)).toEqual([]);
  });

  it("shows the course of a batch with its expected end, and the failed machines by their cause", async () => {
    const { page } = watched;
    await open("Overview");
    await page.getByRole("link", { name: "Update Mobility Service (batch): CS-BERLIN" }).first().click();
    await page.getByRole("img", { name: "The course of the batch" }).waitFor();
    await page.getByRole("button", { name: "NotEnoughSpace: 4 machines" }).click();
    expect(page.url()).toContain("code=NotEnoughSpace");
    expect(await accessibilityFaults(page, RARE_LOOKS)).toEqual([]);
  });

  it("finds machines by their state and cause, keeps the list by a name, and goes from machine to machine in it", async () => {
    const { page } = watched;
    await open("Replicated items");
    await page.getByLabel("Search").fill("state:failed cause:NotEnoughSpace");
    await page.getByText("8 of 300 machines").waitFor();
    await page.getByText("Columns and views").click();
    await page.getByLabel("Cause").check();
    await page.getByLabel("Keep this list as").fill("Full disks");
    await page.getByRole("button", { name: "Keep" }).click();
    expect(page.url()).toMatch(/columns=.*cause/);
    await open("Replicated items");
    await page.getByRole("link", { name: "Full disks" }).click();
    await page.getByText("8 of 300 machines").waitFor();
    await page.locator("tbody tr a").first().click();
    await page.getByText("1 of 8").waitFor();
    await page.getByRole("link", { name: /^Next: / }).click();
    await page.getByText("2 of 8").waitFor();
  });

  it("puts a version on hold after it was asked why, and shows it as the list does", async () => {
    const { page } = watched;
    await open("Installers");
    await page.getByRole("button", { name: "Put a version on hold" }).click();
    const dialog = page.getByRole("dialog", { name: "Put on hold" });
    expect(await dialog.getByRole("button", { name: "Put on hold" }).isDisabled()).toBe(true);
    await dialog.getByLabel("Reason").fill("to be looked at");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Put on hold" }).click();
    await page.getByRole("listitem").getByText("to be looked at").waitFor(); // the dialog's commands have the same words until it is closed
    expect(await fleet.context.installers.listHolds()).toHaveLength(2);
  });

  it("takes a password in, and shows it in no command and no place of the page afterwards", async () => {
    const { page } = watched;
    await open("Accounts");
    await page.getByRole("button", { name: "Change domain" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the account" });
    await dialog.getByLabel("Password").fill("canary-4711");
    await dialog.getByText("The same in PowerShell and curl").click();
    expect(await dialog.locator("pre").allTextContents()).toEqual([expect.stringContaining("<Password>"), expect.stringContaining("<Password>")]);
    expect(await dialog.locator("pre").allTextContents()).not.toContain("canary-4711");
    await dialog.getByRole("button", { name: "Change the account" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await page.evaluate("document.documentElement.outerHTML + JSON.stringify({ ...localStorage })")).not.toContain("canary-4711");
  });

  it("finds the events of a machine by its name, and leads to it", async () => {
    const { page } = watched;
    await open("Events");
    await page.getByLabel("Search").fill("web-00000");
    await page.getByText("1 of 40 events").waitFor();
    await page.getByRole("link", { name: "web-00000" }).click();
    await page.getByText("1 of 300 machines").waitFor();
  });

  it("asks a fleet without news for less than a kilobyte, and leaves what is shown as it is", async () => {
    const { page } = watched;
    await open("Replicated items");
    const answer = page.waitForResponse(/MobilityServiceUpdate.*ChangedSince/);
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    const news = await answer;
    expect(news.status() === 304 ? 0 : (await news.body()).length).toBeLessThan(1024); // the very same answer is not even sent
    expect(watched.faults).toEqual([]);
  });

  it("keeps names of any length within a narrow page", async () => {
    const long = "W".repeat(120);
    for (const name of [`0-${long}`, `1-${long}`])
      await fleet.context.machines.create(aMachine({ fabric: "cs-berlin", container: "servers", name, friendlyName: name, protectedItem: name }));
    await fleet.context.fabrics.create(aFabric({ name: "wide", friendlyName: long, serverAddress: `${long}.contoso.com` }));
    await fleet.context.accounts.create(anAccount({ fabric: "wide", id: "9", name: long, userName: long }));
    const narrow = await signedIn();
    const { page } = narrow;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const title of ["Overview", "Agent update", "Jobs", "Components", "Installers", "Accounts", "Events", "Replicated items"]) {
      await open(title, narrow);
      expect(await widerBy(page), title).toBe(0);
    }
    await page.getByRole("link", { name: `0-${long}` }).click();
    await page.getByRole("link", { name: "Next: 1-" }).waitFor();
    expect(await widerBy(page)).toBe(0);
    expect(narrow.faults).toEqual([]);
    await narrow.context.close();
  });
});
