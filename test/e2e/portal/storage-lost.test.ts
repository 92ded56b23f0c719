import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { needs } from "../../here.js";
import { memoryStorage } from "../../store/memory/memory-storage.js";
import { isRead, type Watched } from "./portal-page.js";
import { MOMENT } from "./shown-fleet.js";
import { type ShownPortal, shownPortal, signIn } from "./shown-portal.js";

const noBrowser = needs("chromium-headless-shell");
const TITLES = ["Overview", "Replicated items", "Agent update", "Jobs", "Components", "Installers", "Accounts", "Events"] as const;

describe.skipIf(noBrowser !== "")(`the portal without storage${noBrowser}`, { timeout: 120_000 }, () => {
  let portal: ShownPortal;
  let watched: Watched;
  let away = false;
  beforeAll(async () => {
    const stores = new Set(Object.keys(memoryStorage()));
    const get = (context: object, name: string): unknown => (away && stores.has(name) ? STORE_AWAY : Reflect.get(context, name));
    portal = await shownPortal(60, (fleet) => new Proxy(fleet, { get } as ProxyHandler<typeof fleet>)); // names of a context are texts
  }, 60_000);
  beforeEach(async () => {
    away = false;
    await watched?.context.close();
    watched = await portal.page();
    watched.page.setDefaultTimeout(15_000);
    await watched.page.clock.install({ time: MOMENT });
    await watched.page.goto(`${portal.service.url}/portal`);
  });
  afterAll(() => portal?.close());

  const enter = () => signIn(watched.page, portal.fleet.key);
  const open = async (title: string) => {
    await watched.page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: title }).click();
    await isRead(watched.page);
  };
  const problem = () => watched.page.getByRole("alert").filter({ hasText: "StorageUnavailable" });
  const tables = () => watched.page.locator("main table, main .cards").count();

  it("says at sign-in what does not answer and what to do, and lets in whoever tries again when it is back", async () => {
    const { page } = watched;
    away = true;
    await enter();
    await page.getByRole("alert").getByText(AWAY).waitFor();
    await page.getByRole("alert").getByText("Call again in a few seconds.").waitFor();
    away = false;
    await enter();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
  });

  it.each(TITLES)("keeps what was read with its age, says what failed, and goes on by itself: %s", async (title) => {
    const { page } = watched;
    await enter();
    await open(title);
    const shown = await tables();
    expect(shown).toBeGreaterThan(0);
    away = true;
    await page.clock.runFor(32_000);
    await problem().getByText("Call again in a few seconds.").first().waitFor();
    await page
      .getByText(/As of \d+ (s|min.*) ago/)
      .first()
      .waitFor();
    expect(await tables()).toBe(shown);
    away = false;
    await page.clock.runFor(121_000);
    await problem().first().waitFor({ state: "detached" });
  });

  it.each(["Jobs", "Components", "Installers", "Accounts", "Events"])(
    "shows nothing in place of what it could not read, and reads it when it can: %s",
    async (title) => {
      const { page } = watched;
      await enter();
      await page.getByRole("heading", { name: "Overview" }).waitFor();
      await isRead(page);
      away = true;
      await open(title);
      await problem().first().waitFor();
      await page.getByText("could not be read.").first().waitFor();
      expect(await tables()).toBe(0);
      expect(await page.locator("main").innerText()).not.toMatch(/\b0 (of|machines|jobs|events|accounts)\b|There is no|No /);
      away = false;
      await page.clock.runFor(121_000);
      await problem().first().waitFor({ state: "detached" });
      expect(await tables()).toBeGreaterThan(0);
    },
  );
});

const AWAY = "Table Storage does not answer";

/** A store of which every operation fails as when storage is not there. */
const STORE_AWAY = new Proxy(
  {},
  {
    get: () => async () => {
      throw new FleetError("StorageUnavailable", AWAY, { retryable: true });
    },
  },
);
