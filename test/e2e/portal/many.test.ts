import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../../here.js";
import type { Watched } from "./portal-page.js";
import { MOMENT } from "./shown-fleet.js";
import { type ShownPortal, shownPortal, signIn } from "./shown-portal.js";

const noBrowser = needs("chromium-headless-shell");
const MACHINES = 50_000;
/** So many elements the page may have, whatever it shows. */
const MOST_NODES = 1_500;

describe.skipIf(noBrowser !== "")(`the portal with ${MACHINES} machines${noBrowser}`, { timeout: 180_000 }, () => {
  let portal: ShownPortal;
  let watched: Watched;
  beforeAll(async () => {
    portal = await shownPortal(MACHINES);
    watched = await portal.page();
    watched.page.setDefaultTimeout(120_000);
    await watched.page.clock.setFixedTime(MOMENT);
    await watched.page.goto(`${portal.service.url}/portal/items`);
    await signIn(watched.page, portal.fleet.key);
  }, 120_000);
  afterAll(() => portal?.close());

  it("lists all of them, to the last row, with few nodes", async () => {
    const { page } = watched;
    await page.getByText("50000 of 50000 machines").waitFor();
    const table = page.getByRole("table", { name: "Replicated items" });
    expect(await table.getAttribute("aria-rowcount")).toBe(String(MACHINES + 1));
    await page.getByRole("region", { name: "Replicated items" }).evaluate((box) => {
      box.scrollTop = box.scrollHeight;
    });
    await table
      .locator(`tr[aria-rowindex="${MACHINES + 1}"]`)
      .getByText("web-49995")
      .waitFor();
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(MOST_NODES);
  });

  it("finds those that fit, draws them as a map, and sends their filter instead of their names", async () => {
    const { page, faults } = watched;
    await page.getByLabel("Search").fill("fabric:CS-BERLIN tag:site=berlin web");
    await page.getByText("3334 of 50000 machines").waitFor();
    await page.getByRole("link", { name: "Agent update" }).last().click();
    const planned = page.waitForRequest((request) => /WhatIf/i.test(`${request.url()}${request.postData()}`));
    await page.getByLabel("All that match").check();
    const asked = await planned;
    expect((asked.postData() ?? asked.url()).length).toBeLessThan(1_000);
    await page.getByText(/machines of 3334 will be updated/).waitFor();
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(MOST_NODES);
    expect(faults).toEqual([]);
  });
});
