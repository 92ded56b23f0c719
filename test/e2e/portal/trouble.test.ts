import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccessKey } from "../../../lib/api/http/access-key-text.js";
import type { Scope } from "../../../lib/fleet/accounts/access-key.js";
import { needs } from "../../here.js";
import { type MemoryService, memoryService } from "./memory-service.js";
import { heapOf, isRead, startBrowser, type Watched, watchedPage } from "./portal-page.js";
import { MOMENT, type ShownFleet, shownFleet } from "./shown-fleet.js";

const noBrowser = needs("chromium-headless-shell");
const HOSTILE = '<img src=x onerror="document.title=1">\u202egnp.exe';
const HOSTILE_LOG = "\u001b[31mred\u001b[0m <script>document.title=1</script> \u2066right";

describe.skipIf(noBrowser !== "")(`the portal in trouble${noBrowser}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  let service: MemoryService;
  let fleet: ShownFleet;
  let watched: Watched;
  beforeAll(async () => {
    browser = await startBrowser();
    fleet = await shownFleet(200);
    await begin();
  }, 60_000);
  beforeEach(async () => {
    await watched?.context.close();
    watched = await watchedPage(browser, service.url);
    watched.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await browser?.close();
    service?.close();
  });

  const begin = async (port = 0) => {
    service = await memoryService(fleet.context, port);
  };
  const enter = async (key: string, place: string) => {
    const { page } = watched;
    await page.clock.install({ time: MOMENT });
    await page.goto(`${service.url}/portal${place}`);
    await page.getByLabel("Fleet key").fill(key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Screens" }).waitFor();
    await isRead(page);
  };
  const keyOf = async (scope: Scope, expiresAt?: Date) =>
    (await createAccessKey(fleet.context, { scope, label: scope, ...(expiresAt && { expiresAt }) })).key.reveal();
  const succeed = async (count: number) => {
    const found = await fleet.context.jobs.find(fleet.batch);
    if (!found) throw new Error("the batch is gone");
    const batch = { ...found.value.learned.batch, succeeded: count };
    await fleet.context.jobs.replace({ ...found.value, learned: { ...found.value.learned, batch } } as typeof found.value, found.etag, "InProgress"); // the same with another count
  };
  const shows = (count: number) => watched.page.getByText(`Succeeded ${count}`).waitFor();
  const lost = () => watched.page.getByText("The service does not answer.");

  it.each([
    ["the network is lost", () => watched.context.setOffline(true), () => watched.context.setOffline(false)],
    ["the host ends", async () => service.close(), () => begin(Number(new URL(service.url).port))],
  ])("says so when %s in the middle of a batch, shows what was last read, and goes on by itself", async (_what, lose, regain) => {
    const { page, faults } = watched;
    await succeed(68);
    await enter(fleet.key, `/jobs/${fleet.batch}`);
    await shows(68);
    await lose();
    await page.clock.runFor(6_000);
    await lost().waitFor();
    await shows(68);
    await page.getByText(/As of \d+ s ago/).waitFor();
    await succeed(69);
    await regain();
    await page.clock.runFor(61_000);
    await shows(69);
    await lost().waitFor({ state: "detached" });
    expect(page.url()).toBe(`${service.url}/portal/jobs/${fleet.batch}`);
    expect(faults.filter((fault) => !/ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET)/.test(fault))).toEqual([]);
  });

  it("shows names and output of machines as text, and obeys none of it", async () => {
    const { context } = fleet;
    const machine = (await context.machines.list("cs-berlin", "servers", { size: 1 })).items[0];
    const found = machine && (await context.machines.find(machine));
    if (!found) throw new Error("there is no machine");
    await context.machines.replace({ ...found.value, tags: { [HOSTILE]: HOSTILE }, osName: HOSTILE }, found.etag);
    const job = (await context.jobs.list({ state: "Succeeded" }, { size: 1 })).items[0]?.name ?? "";
    await context.jobLogs.write(job, 0, HOSTILE_LOG);
    const { page, faults } = watched;
    await enter(fleet.key, `/items?q=${found.value.friendlyName}&columns=tags`);
    await page.getByText("\\u{202E}gnp.exe").first().waitFor();
    await page.getByRole("link", { name: found.value.friendlyName }).click();
    await isRead(page);
    await page.goto("about:blank");
    await page.goto(`${service.url}/portal/jobs/${job}`);
    await page.getByLabel("Fleet key").fill(fleet.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("\\u{1B}[31mred\\u{1B}[0m <script>document.title=1</script> \\u{2066}right").waitFor();
    expect(await page.title()).toContain("Mobility Fleet");
    expect(await page.locator("img").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it("lets a reader see every screen without a refused call, and says what each action needs", async () => {
    const { page, faults } = watched;
    await enter(await keyOf("reader"), "");
    for (const title of ["Overview", "Replicated items", "Agent update", "Jobs", "Components", "Installers", "Accounts", "Events"]) {
      await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: title }).click();
      await isRead(page);
    }
    await page.getByText("This needs the scope administrator; you have reader.").waitFor();
    await page.getByRole("link", { name: "Agent update" }).click();
    await page.getByText("This needs the scope operator; you have reader.").waitFor();
    expect(await page.getByRole("button", { name: "OK", exact: true }).isDisabled()).toBe(true);
    expect(faults).toEqual([]);
  });

  it("ends the session with its key, says why, and goes on at the same place with another one", async () => {
    const { page } = watched;
    await enter(await keyOf("reader"), "/items?q=state%3Afailed");
    await page.getByText(/of 200 machines/).waitFor();
    for (const { id, label } of await fleet.context.keys.list()) if (label === "reader") await fleet.context.keys.remove(id);
    await page.clock.runFor(31_000);
    await page.getByText("The key is not known").waitFor();
    await page.getByLabel("Fleet key").fill(await keyOf("reader", new Date(MOMENT.getTime() - 1000)));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The key has expired").waitFor();
    await page.getByLabel("Fleet key").fill(fleet.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText(/of 200 machines/).waitFor();
    expect(page.url()).toBe(`${service.url}/portal/items?q=state%3Afailed`);
    await page.getByRole("link", { name: "Overview" }).click();
    await page.goBack();
    await page.getByText(/of 200 machines/).waitFor();
    expect(await page.getByLabel("Search").inputValue()).toBe("state:failed");
  });

  it("takes no more memory after an hour of looks with news", async () => {
    const { page } = watched;
    await enter(fleet.key, "/items");
    const [machine] = (await fleet.context.machines.list("cs-berlin", "servers", { size: 1 })).items;
    let answered = 0;
    page.on("response", (response) => {
      if (response.url().includes("ChangedSince")) answered += 1;
    });
    const looks = async (many: number) => {
      for (let look = 0; look < many; look += 1) {
        const found = machine && (await fleet.context.machines.find(machine));
        if (found) await fleet.context.machines.replace({ ...found.value, tags: { look: String(look) } }, found.etag);
        const before = answered;
        while (answered === before) await page.clock.fastForward(30_000);
      }
      return Number.parseFloat(await heapOf(page));
    };
    const first = await looks(20);
    expect(await looks(120)).toBeLessThan(first * 1.1 + 0.5);
  });

  it("does the machines of a batch again that failed, and those alone", async () => {
    const { jobs } = fleet.context;
    const found = await jobs.find(fleet.batch);
    if (!found) throw new Error("the batch is gone");
    await jobs.replace({ ...found.value, state: "Failed", stateDescription: "Failed", endTime: MOMENT.toISOString() }, found.etag, "InProgress");
    const { page, faults } = watched;
    await enter(fleet.key, `/jobs/${fleet.batch}`);
    await page.getByRole("button", { name: "Do it again" }).click();
    await page.getByRole("dialog").getByText("51 machines").waitFor();
    await page.getByRole("dialog").getByText("of a batch only the machines that did not succeed").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Do it again" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/portal/jobs/") && !url.pathname.endsWith(fleet.batch));
    const again = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    expect((await jobs.find(again))?.value).toMatchObject({ recipe: "batch", restartOf: fleet.batch });
    expect(faults).toEqual([]);
  });
});
