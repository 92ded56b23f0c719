import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { memoryService } from "../../test/e2e/portal/memory-service.js";
import { startBrowser } from "../../test/e2e/portal/portal-page.js";
import { shownFleet } from "../../test/e2e/portal/shown-fleet.js";
import { LISTED } from "../../web/portal/items/rows.js";
import type { BenchOptions } from "../options.js";
import { takePictures } from "./pictures.js";

/** How long lists of many machines take in a browser, how many nodes they are, and what a look without news costs; all stores are in memory. */
export async function benchPortal({ sizes, pictures, allLooks }: BenchOptions): Promise<void> {
  if (pictures !== undefined) return takePictures(pictures, allLooks);
  const browser = await startBrowser();
  try {
    for (const size of sizes) await measure(browser, size);
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, machines: number): Promise<void> {
  const { context, key } = await shownFleet(machines, LATER);
  const service = await memoryService(context);
  const tab = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await tab.newPage();
  try {
    await page.goto(`${service.url}/portal/events`);
    await page.getByLabel("Fleet key").fill(key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Events and alerts" }).waitFor();
    await page.waitForLoadState("networkidle");
    const alone = await timed(() => readAll(service.url, key));
    const polls = countPolls(page);
    const rows = await timed(async () => {
      await page.getByRole("link", { name: "Replicated items" }).click();
      await page.locator("tbody tr a").first().waitFor();
    });
    const list = polls.last();
    const filter = await filterTime(page);
    const calm = await timed(async () => {
      const before = polls.count();
      await page.clock.install();
      await page.clock.fastForward(31_000);
      while (polls.count() === before) await page.waitForTimeout(20);
    });
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    const figures = {
      service: ms(alone),
      rows: ms(rows),
      filter: ms(filter),
      nodes,
      listPage: `${list} B`,
      pollWithoutNews: `${polls.last()} B`,
      poll: ms(calm),
    };
    console.log(`${machines} machines`, figures);
  } finally {
    await tab.close();
    service.close();
  }
}

/** A minute ahead, so that what was written when the fleet was made is no news any more. */
const LATER: Clock = { ...systemClock, now: () => new Date(Date.now() + 60_000) };

/** The same pages as the browser reads, without a browser. */
async function readAll(url: string, key: string): Promise<void> {
  let next = `${url}/api/Get-ASRMobilityServiceUpdate?Top=1000&Property=${LISTED.join(",")}`;
  while (next !== "") {
    const answer = await fetch(next, { headers: { authorization: `Bearer ${key}` } });
    next = NextLink.parse(await answer.json()).nextLink;
  }
}

const NextLink = z.object({ nextLink: z.string().default("") });

const ms = (value: number): string => `${Math.round(value)} ms`;

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** From the key to the frame that shows what fits, as the page itself sees it. */
const filterTime = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    if (!field) throw new Error("there is no search field");
    const began = performance.now();
    field.value = "web";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return performance.now() - began;
  });

/** Sizes of what was answered to questions about machines. */
function countPolls(page: Page) {
  const sizes: number[] = [];
  page.on("response", async (response) => {
    if (/MobilityServiceUpdate/i.test(response.url()))
      await response.body().then(
        (body) => sizes.push(body.length),
        () => {},
      ); // the page may be closed meanwhile
  });
  return { count: () => sizes.length, last: () => sizes.at(-1) ?? 0 };
}
