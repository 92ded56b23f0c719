import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpRequest, InvocationContext } from "@azure/functions";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryFleet } from "../../api/call.js";
import { needs } from "../../here.js";
import { startBrowser } from "./portal-page.js";

const noBrowser = needs("chromium-headless-shell");

describe.skipIf(noBrowser !== "")(`/api/docs on a screen of 400 px${noBrowser}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof served>>;
  let page: Page;
  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), served()]);
    page = await browser.newPage({ viewport: { width: 400, height: 800 } });
    await page.goto(`${server.url}/api/docs`);
    await page.locator(".opblock").first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("fits in its width, with all operations closed and with one open", async () => {
    expect(await tooWide(page)).toEqual([]);
    await page.locator(".opblock-summary-control", { hasText: "Update-AzureRmRecoveryServicesAsrMobilityService" }).first().click();
    await page.locator(".opblock.is-open .responses-wrapper").waitFor();
    expect(await tooWide(page)).toEqual([]);
  });
});

/** What stands out of the screen and makes the page scroll sideways; what scrolls within a box of its own does not. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return wide.map((one) => `${one.tagName}.${one.className}: ${Math.round(one.getBoundingClientRect().right)} px`).slice(0, 20);
  });

/** The page and the document that it shows, over HTTP on loopback. */
async function served() {
  const { routes } = await memoryFleet();
  const server = createServer(async ({ url = "" }, response) => {
    const file = /^\/api\/docs\/?(.*)$/.exec(url)?.[1];
    const handler = url === "/api/openapi.json" ? routes["openapi-document"]?.handler : file === undefined ? undefined : routes["api-page"]?.handler;
    const asked = new HttpRequest({ method: "GET", url: `http://fleet.example${url}`, params: file ? { file } : {} });
    const { status = 200, headers, body, jsonBody } = ((await handler?.(asked, new InvocationContext())) ?? { status: 404 }) as Answer; // handlers of ours
    response.writeHead(status, headers).end(jsonBody === undefined ? body : JSON.stringify(jsonBody));
  }).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

type Answer = Readonly<{ status?: number; headers?: Record<string, string>; body?: Buffer; jsonBody?: unknown }>;
