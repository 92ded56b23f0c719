import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { systemClock } from "../../lib/core/clock.js";
import type { MemoryContext } from "../../test/api/memory-context.js";
import { memoryService } from "../../test/e2e/portal/memory-service.js";
import { heapOf, startBrowser } from "../../test/e2e/portal/portal-page.js";
import { shownFleet } from "../../test/e2e/portal/shown-fleet.js";
import { COLUMNS } from "../../web/portal/api/columns.js";
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
  const { context, key } = await shownFleet(machines, systemClock);
  await untilOld();
  const service = await memoryService(context);
  const tab = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await tab.newPage();
  try {
    await page.clock.install();
    await page.goto(`${service.url}/portal/events`);
    await page.getByLabel("Fleet key").fill(key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Events and alerts" }).waitFor();
    await page.waitForLoadState("networkidle");
    const text = await readAll(service.url, key); // the host is warm
    const alone = await timed(() => readAll(service.url, key));
    const yardstick = parseTime(text);
    const polls = countPolls(page);
    const rows = await timed(async () => {
      await page.getByRole("link", { name: "Replicated items" }).click();
      await page.locator("tbody tr a").first().waitFor();
    });
    const list = polls.last();
    const afterRows = parseTime(text);
    const looks = { page, polls, change: (many: number) => change(context, many) };
    const [filter, tick] = [await filterTime(page), await tickTime(looks)];
    const slowly = await onSlowProcessor(page, async () => ({ filter: await filterTime(page), tick: await tickTime(looks) }));
    await untilOld();
    await look(looks);
    const calm = await timed(() => look(looks));
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    console.log(`${machines} machines`, {
      ...{ list: `${text.length} characters`, parsedInNode: `${ms(yardstick)} before, ${ms(afterRows)} after` },
      ...{
        service: ms(alone),
        rows: ms(rows),
        rowsInParses: Math.round((2 * rows) / (yardstick + afterRows)),
        filter: ms(filter),
        tickOf200: ms(tick),
      },
      ...{ filterOnAQuarter: ms(slowly.filter), tickOnAQuarter: ms(slowly.tick), nodes },
      ...{ listPage: `${list} B`, pollWithoutNews: `${polls.last()} B`, poll: ms(calm) },
    });
    console.log(`${machines} machines, an hour of looks:`, await growth(looks));
  } finally {
    await tab.close();
    service.close();
  }
}

type Looks = Readonly<{ page: Page; polls: ReturnType<typeof countPolls>; change: (many: number) => Promise<void> }>;

/** One more look at what changed: the page's clock goes on until it asks. */
async function look({ page, polls }: Looks): Promise<void> {
  const before = polls.count();
  while (polls.count() === before) await page.clock.fastForward(30_000);
}

/** The same when 200 machines have changed. */
async function tickTime(looks: Looks): Promise<number> {
  await look(looks);
  await looks.change(200);
  return workOf(looks.page, () => look(looks));
}

async function onSlowProcessor<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const done = await work();
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await devtools.detach();
  return done;
}

/** The heap before and after an hour of looks, each with some news. */
async function growth(looks: Looks): Promise<string> {
  const before = await heapOf(looks.page);
  for (let looked = 0; looked < 120; looked += 1) {
    if (looked % 10 === 0) await looks.change(20);
    await look(looks);
  }
  return `${before} → ${await heapOf(looks.page)}`;
}

/** Writes machines anew, as jobs and timers do. */
async function change({ machines }: MemoryContext, many: number): Promise<void> {
  const { items } = await machines.list("cs-berlin", "servers", { size: many });
  for (const machine of items) {
    const found = await machines.find(machine);
    if (found) await machines.replace({ ...found.value, failuresInARow: 1 - Math.min(1, found.value.failuresInARow) }, found.etag);
  }
}

/** What was written is told for some seconds more; after that it is no news. */
const untilOld = (): Promise<void> => new Promise((old) => setTimeout(old, 12_000));

/** The same pages as the browser reads, without a browser; gives them as one text. */
async function readAll(url: string, key: string): Promise<string> {
  const pages: string[] = [];
  let next = `${url}/api/Get-ASRMobilityServiceUpdate?Top=1000&Property=${LISTED.join(",")}`;
  while (next !== "") {
    const answer = await fetch(next, { headers: { authorization: `Bearer ${key}`, accept: COLUMNS } });
    const page = await answer.text();
    next = NextLink.parse(JSON.parse(page)).nextLink;
    pages.push(page);
  }
  return `[${pages.join()}]`;
}

/** The least of ten times that this process takes for nothing but JSON.parse of that text: what the clock of a machine with much else to do is compared with. */
function parseTime(text: string): number {
  const times = Array.from({ length: 10 }, () => {
    const began = performance.now();
    JSON.parse(text);
    return performance.now() - began;
  });
  return Math.min(...times);
}

const NextLink = z.object({ nextLink: z.string().default("") });

const ms = (value: number): string => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** From the key to the frame that shows what fits. */
const filterTime = (page: Page): Promise<number> =>
  workOf(page, () =>
    page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>("[data-search]");
      if (!field) throw new Error("there is no search field");
      field.value = field.value === "web" ? "db" : "web";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }),
  );

/** How long the page's own thread works until it has painted what was done: time of the processor, so that neither waiting nor other programs are counted. */
async function workOf(page: Page, act: () => Promise<void>): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
  };
  const before = await worked();
  await act();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  const after = await worked();
  await devtools.detach();
  return after - before;
}

/** Sizes, as they were sent, of what was answered to questions about machines. */
function countPolls(page: Page) {
  const sizes: number[] = [];
  page.on("response", async (response) => {
    if (/MobilityServiceUpdate/i.test(response.url()))
      await response
        .request()
        .sizes()
        .then(
          ({ responseBodySize }) => sizes.push(responseBodySize),
          () => {},
        ); // the page may be closed meanwhile
  });
  return { count: () => sizes.length, last: () => sizes.at(-1) ?? 0 };
}
