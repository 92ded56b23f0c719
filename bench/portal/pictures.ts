import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { memoryService } from "../../test/e2e/portal/memory-service.js";
import { isRead, startBrowser } from "../../test/e2e/portal/portal-page.js";
import { MOMENT, type ShownFleet, shownFleet } from "../../test/e2e/portal/shown-fleet.js";

const MACHINES = 600;

const screensOf = ({ failedJob, batch, machine }: ShownFleet): Readonly<Record<string, string>> => ({
  overview: "",
  items: "/items",
  update: "/update?q=state:update fabric:cs-berlin",
  job: `/jobs/${failedJob}`,
  batch: `/jobs/${batch}`,
  machine: `/machine?id=${encodeURIComponent(machine)}`,
  components: "/components",
  installers: "/installers",
  accounts: "/accounts",
  events: "/events",
});

const LOOKS = {
  "": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "-dark": { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  "-narrow": { colorScheme: "light", viewport: { width: 390, height: 800 } },
} as const;

/** A picture of every screen, of a fleet in memory at a moment that never changes; `all` also dark and narrow ones. */
export async function takePictures(folder: string, all: boolean): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const fleet = await shownFleet(MACHINES);
  const service = await memoryService(fleet.context);
  const browser = await startBrowser();
  try {
    for (const [ending, look] of Object.entries(LOOKS))
      if (all || ending === "") await takeAll(browser, { service: service.url, fleet, look, folder, ending });
  } finally {
    await browser.close();
    service.close();
  }
}

type Take = Readonly<{ service: string; fleet: ShownFleet; look: (typeof LOOKS)[keyof typeof LOOKS]; folder: string; ending: string }>;

async function takeAll(browser: Browser, { service, fleet, look, folder, ending }: Take): Promise<void> {
  const context = await browser.newContext({ ...look, locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.clock.setFixedTime(MOMENT);
  await page.goto(`${service}/portal`);
  await page.getByLabel("Fleet key").fill(fleet.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  for (const [name, place] of Object.entries(screensOf(fleet))) {
    await goTo(page, place);
    await page.screenshot({ path: `${folder}/${name}${ending}.png` });
  }
  await context.close();
}

/** Goes there without losing the session, which is in the memory of the page. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/portal${place}`);
  await isRead(page);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => scrollTo(0, 0));
}
