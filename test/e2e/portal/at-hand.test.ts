import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { needs } from "../../here.js";
import { isRead, type Watched } from "./portal-page.js";
import { MOMENT } from "./shown-fleet.js";
import { type ShownPortal, shownPortal, signIn } from "./shown-portal.js";

const noBrowser = needs("chromium-headless-shell");

describe.skipIf(noBrowser !== "")(`the portal under somebody's hands${noBrowser}`, { timeout: 120_000 }, () => {
  let portal: ShownPortal;
  let watched: Watched;
  let page: Page;
  let looks = 0;
  beforeAll(async () => {
    portal = await shownPortal(300);
    watched = await portal.page();
    page = watched.page;
    page.setDefaultTimeout(30_000);
    page.on("response", (response) => {
      if (response.url().includes("ChangedSince")) looks += 1;
    });
    await page.clock.install({ time: MOMENT });
    await page.goto(`${portal.service.url}/portal/items`);
    await signIn(page, portal.fleet.key);
    await isRead(page);
  }, 60_000);
  afterAll(async () => {
    expect(watched?.faults ?? []).toEqual([]);
    await portal?.close();
  });

  const open = async (title: string) => {
    await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: title }).click();
    await isRead(page);
  };
  /** The page's clock goes on until it has asked what is new, and shows it. */
  const look = async () => {
    const before = looks;
    while (looks === before) await page.clock.fastForward(30_000);
    await page.locator("body:not(:has(.wait))").waitFor();
  };
  const change = async (friendlyName: string, changed: Partial<Machine>) => {
    const { machines } = portal.fleet.context;
    const { items } = await machines.list("cs-berlin", "servers", { size: 300 });
    const machine = items.find((one) => one.friendlyName === friendlyName);
    const found = machine && (await machines.find(machine));
    if (!found) throw new Error(`there is no ${friendlyName}`);
    await machines.replace({ ...found.value, ...changed }, found.etag);
  };
  const order = () => page.getByRole("checkbox", { name: /web-/ }).evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  const focused = () => page.evaluate(() => (document.activeElement?.closest("tr") ?? document.activeElement)?.textContent?.trim() ?? "");
  const rowOfFocus = () => page.evaluate(() => Number(document.activeElement?.closest("tr")?.getAttribute("aria-rowindex")));

  it("goes to the search by /, through as many rows as there are by arrows, and lists its keys by ?", async () => {
    await page.getByLabel("Search").waitFor();
    await page.keyboard.press("/");
    expect(await page.getByLabel("Search").evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type("?/");
    expect(await page.getByLabel("Search").inputValue()).toBe("?/");
    await page.getByLabel("Search").fill("");
    const table = page.getByRole("table", { name: "Replicated items" });
    expect(await table.getAttribute("aria-rowcount")).toBe("301");
    await table.locator("tbody tr a").first().focus();
    for (let at = 2; at < 60; at += 1) {
      expect(await rowOfFocus()).toBe(at);
      await page.keyboard.press("ArrowDown");
    }
    await page.keyboard.press("ArrowUp");
    expect(await rowOfFocus()).toBe(59);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await keys.getByText("to the search field").waitFor();
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "detached" });
  });

  it("keeps filter, ticks, focus, place and an open dialog when news come", async () => {
    await open("Agent update");
    await page.getByLabel("Search").fill("web fabric:CS-BERLIN");
    const boxes = page.getByRole("checkbox", { name: /^Update web-/ });
    const names = await boxes.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")?.replace("Update ", "") ?? ""));
    const [first = "", second = "", third = ""] = names;
    await page.getByLabel(`Update ${second}`).check();
    await page.getByLabel(`Update ${third}`).focus();
    const rows = page.getByRole("region", { name: "Machines to update" });
    await rows.evaluate((box) => {
      box.scrollTop = 30;
    });
    await change(first, { failuresInARow: 3 });
    await look();
    expect(await focused()).toContain(third);
    expect(await rows.evaluate((box) => box.scrollTop)).toBe(30);
    const before = await order();
    await change(third, { failuresInARow: 3, lastFailure: "NotEnoughSpace" });
    await look();
    expect((await order()).indexOf(`Update ${third}`)).toBeLessThan(before.indexOf(`Update ${third}`));
    expect(await focused()).toContain(third);
    expect(await page.getByLabel("Search").inputValue()).toBe("web fabric:CS-BERLIN");
    expect(await page.getByLabel(`Update ${second}`).isChecked()).toBe(true);
    await page
      .getByRole("button", { name: /what to do$/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("What to do:").first().waitFor();
    await change(second, { tags: { news: "two" } });
    await look();
    expect(await dialog.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByText("1 machine selected").waitFor();
  });

  it("asks nothing while nobody sees it, and at once when somebody does", async () => {
    await open("Replicated items");
    const hide = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { value, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await hide(true);
    const before = looks;
    await page.clock.fastForward(600_000);
    expect(looks).toBe(before);
    const asked = page.waitForResponse(/ChangedSince/);
    await hide(false);
    await asked;
  });

  it("shows the same to whoever reloads it, or opens its address in another profile", async () => {
    await page.getByLabel("Search").fill("state:failed");
    await page.getByText(/^\d+ of 300 machines/).waitFor();
    const shown = await page.locator("tbody tr a").allTextContents();
    const other = await portal.page();
    await other.page.goto(page.url());
    await signIn(other.page, portal.fleet.key);
    await other.page.getByText(/^\d+ of 300 machines/).waitFor();
    expect(await other.page.locator("tbody tr a").allTextContents()).toEqual(shown);
    expect(await other.page.getByLabel("Search").inputValue()).toBe("state:failed");
    expect(other.faults).toEqual([]);
    await other.context.close();
  });
});
