import type { Browser, Page } from "playwright-core";
import type { FleetContext } from "../../../lib/api/cmdlet/context.js";
import { type MemoryService, memoryService } from "./memory-service.js";
import { startBrowser, type Watched, watchedPage } from "./portal-page.js";
import { type ShownFleet, shownFleet } from "./shown-fleet.js";

/** A browser beside the service on a fleet in memory. */
export type ShownPortal = Readonly<{
  fleet: ShownFleet;
  service: MemoryService;
  /** A page of a browser profile of its own. */
  page(): Promise<Watched>;
  close(): Promise<void>;
}>;

/** `seen`: what the service is given for the fleet's context. */
export async function shownPortal(machines: number, seen = (context: FleetContext): FleetContext => context): Promise<ShownPortal> {
  const browser: Browser = await startBrowser();
  const fleet = await shownFleet(machines);
  const service = await memoryService(seen(fleet.context));
  return {
    ...{ fleet, service },
    page: () => watchedPage(browser, service.url),
    close: async () => {
      await browser.close();
      service.close();
    },
  };
}

/** Fills the form of the sign-in that the page shows, and sends it. */
export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel("Fleet key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}
