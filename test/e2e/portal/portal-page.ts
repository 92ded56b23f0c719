import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const CHROMIUM = "/usr/bin/chromium-headless-shell";

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM });

/** What a page must never do; empty when all is well. */
export type Watched = Readonly<{ context: BrowserContext; page: Page; faults: string[] }>;

/** A page that is watched: what it asks of others than those that it may, what its policy refuses, what it logs as an error. */
export async function watchedPage(browser: Browser, base: string, mayAsk: readonly string[] = []): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  await context.exposeBinding("policyRefused", (_source, what: string) => void faults.push(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      (globalThis as unknown as { policyRefused(what: string): void }).policyRefused(`${violatedDirective} ${blockedURI}`),
    ); // the binding above
  });
  context.on("page", (page) => watch(page, { own: [base, ...mayAsk], faults }));
  return { context, page: await context.newPage(), faults };
}

function watch(page: Page, { own, faults }: Readonly<{ own: readonly string[]; faults: string[] }>): void {
  page.on("request", (request) => {
    const isUpload = request.method() === "PUT" && /[?&]sig=/.test(request.url()) && !request.headers().authorization;
    if (!own.some((one) => request.url().startsWith(`${one}/`)) && !isUpload) faults.push(`foreign request: ${request.url()}`);
    if (/mf_[0-9a-f]{16}_/.test(request.url())) faults.push(`key in an address: ${request.url()}`);
  });
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|409)/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
}

/** True when the screen has been read and stands still. */
export async function isRead(page: Page): Promise<void> {
  await page.locator("h1").waitFor();
  await page.locator("body:not(:has(.wait))").waitFor();
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LOOKS: readonly Look[] = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 1280 },
  { colorScheme: "light", width: 390 },
];

type Look = Readonly<{ colorScheme: "light" | "dark"; width: number; forcedColors?: "active" }>;

/** Colours that the reader's system forces, and the room that is left at 200 % zoom. */
export const RARE_LOOKS: readonly Look[] = [
  { colorScheme: "dark", width: 1280, forcedColors: "active" },
  { colorScheme: "light", width: 640 },
];

/** What axe-core finds on the page as it is: light, dark and narrow. */
export async function accessibilityFaults(page: Page, looks: readonly Look[] = LOOKS): Promise<readonly string[]> {
  const found: string[] = [];
  await page.evaluate(axe);
  for (const { colorScheme, width, forcedColors = "none" } of looks) {
    await page.emulateMedia({ colorScheme, forcedColors });
    await page.setViewportSize({ width, height: 900 });
    type Found = Readonly<{ violations: readonly Readonly<{ id: string; nodes: readonly Readonly<{ html: string; failureSummary: string }>[] }>[] }>;
    const { violations } = await page.evaluate<Found>("axe.run({ resultTypes: ['violations'] })");
    for (const { id, nodes } of violations)
      found.push(`${page.url()} ${colorScheme} ${width}: ${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`);
    const wider = await widerBy(page);
    if (wider !== 0) found.push(`${page.url()} ${width}: the page is ${wider} px wider than the window`);
  }
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}

/** How many pixels the page is wider than its window, so that it can be moved sideways. */
export const widerBy = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What the page's own objects take, after what nobody needs has been swept away. */
export async function heapOf(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return `${(usedSize / 1e6).toFixed(1)} MB`;
}
