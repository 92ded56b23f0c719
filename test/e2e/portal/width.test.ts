import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../../here.js";
import { isRead, type Watched, widerBy } from "./portal-page.js";
import { MOMENT, type ShownFleet } from "./shown-fleet.js";
import { type ShownPortal, shownPortal, signIn } from "./shown-portal.js";

const noBrowser = needs("chromium-headless-shell");

/** A telephone, the room that 200 % zoom leaves of a window of 1280 px, and the narrowest that WCAG names. */
const WIDTHS = [390, 640, 320] as const;

const SCREENS: Readonly<Record<string, (fleet: ShownFleet) => string>> = {
  Overview: () => "",
  "Replicated items": () => "/items",
  "Agent update": () => "/update?q=state:update fabric:cs-berlin",
  "a plan that is gone": () => "/plan/none",
  Jobs: () => "/jobs",
  "a failed job": ({ failedJob }) => `/jobs/${failedJob}`,
  "a batch": ({ batch }) => `/jobs/${batch}`,
  Machine: ({ machine }) => `/machine?id=${encodeURIComponent(machine)}`,
  Components: () => "/components",
  Installers: () => "/installers",
  Accounts: () => "/accounts",
  Events: () => "/events",
  "no screen": () => "/none",
};

describe.skipIf(noBrowser !== "")(`the portal on a narrow page${noBrowser}`, { timeout: 120_000 }, () => {
  let portal: ShownPortal;
  let watched: Watched;
  beforeAll(async () => {
    portal = await shownPortal(60);
    watched = await portal.page();
    watched.page.setDefaultTimeout(30_000);
    await watched.page.clock.setFixedTime(MOMENT);
  }, 60_000);
  afterAll(() => portal?.close());

  it("asks for the key within it", async () => {
    const { page } = watched;
    await page.goto(`${portal.service.url}/portal`);
    await page.getByLabel("Fleet key").waitFor();
    expect(await tooWide(page)).toEqual([]);
    await signIn(page, portal.fleet.key);
    await page.getByRole("heading", { name: "Overview" }).waitFor();
  });

  it.each(Object.entries(SCREENS))("keeps within it, with everything unfolded: %s", async (_title, place) => {
    const { page } = watched;
    await goTo(page, place(portal.fleet));
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
    expect(await tooWide(page)).toEqual([]);
  });
});

/** Goes there without losing the session, which is in the memory of the page. */
async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/portal${place}`);
  await isRead(page);
}

/** The looks in which the page can be moved sideways, each with what stands out of it. */
async function tooWide(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      const wider = await widerBy(page);
      if (wider > 0) found.push(`${colorScheme} ${width}: ${wider} px too wide: ${await standsOut(page)}`);
    }
  return found;
}

const standsOut = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth && !one.closest(".scroll *, .rows *, pre, .log *"))
      .map((one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40)}`)
      .join(" | "),
  );
