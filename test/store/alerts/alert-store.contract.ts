import { describe, expect, it } from "vitest";
import type { Alert } from "../../../lib/fleet/alerts/alert.js";
import type { AlertStore } from "../../../lib/fleet/ports.js";
import { anEvent } from "../samples.js";

const NOON = Date.parse("2026-11-01T12:00:00.000Z");

const anAlert = (minute: number, over: Partial<Alert> = {}): Alert => {
  const time = new Date(NOON + minute * 60_000);
  const event = anEvent(time);
  const channel = over.channel ?? "webhook";
  return {
    ...{
      name: `${channel}:${event.name}`,
      channel,
      event,
      state: "pending",
      attempts: 0,
      createdTime: time.toISOString(),
      dueTime: time.toISOString(),
    },
    ...over,
  };
};

export function alertStoreContract(name: string, open: () => Promise<AlertStore>) {
  describe(`${name} as an AlertStore`, () => {
    it("has a setting that tells nobody until one is written", async () => {
      const store = await open();
      expect(await store.findSetting()).toEqual({ customEmailAddresses: [], sendToOwner: false, locale: "en-US" });
      const setting = { customEmailAddresses: ["a@contoso.com"], sendToOwner: true, locale: "de-DE", webhook: { origin: "https://x", secret: "s" } };
      await store.putSetting(setting);
      expect(await store.findSetting()).toEqual(setting);
    });
    it("keeps an alert as it was when it is added again, and finds it until it is removed", async () => {
      const store = await open();
      const alert = anAlert(0);
      await store.add(alert);
      await store.add({ ...alert, attempts: 7 });
      expect((await store.find("webhook", alert.event.name))?.value).toEqual(alert);
      expect(await store.find("mail", alert.event.name)).toBeUndefined();
      await store.remove(alert);
      await store.remove(alert);
      expect(await store.find("webhook", alert.event.name)).toBeUndefined();
    });
    it("lists by state and channel, oldest first, page after page", async () => {
      const store = await open();
      const webhooks = [0, 1, 2].map((minute) => anAlert(minute));
      for (const alert of [...webhooks].reverse()) await store.add(alert);
      const mail = anAlert(0, { channel: "mail" });
      await store.add(mail);
      const first = await store.list("pending", { channel: "webhook" }, { size: 2 });
      const second = await store.list("pending", { channel: "webhook" }, { size: 2, after: String(first.next) });
      expect([...first.items, ...second.items].map(({ value }) => value)).toEqual(webhooks);
      expect((await store.list("pending", {}, { size: 10 })).items).toHaveLength(4);
      expect((await store.list("dead", {}, { size: 10 })).items).toEqual([]);
    });
    it("moves one to the dead and back, and lets one of two writers do it", async () => {
      const store = await open();
      const alert = anAlert(0);
      await store.add(alert);
      const { etag = "" } = (await store.find("webhook", alert.event.name)) ?? {};
      await store.replace(alert, { ...alert, state: "dead", lastError: "no" }, etag);
      expect(await store.find("webhook", alert.event.name)).toBeUndefined();
      await expect(store.replace(alert, { ...alert, attempts: 1 }, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      const [dead] = (await store.list("dead", {}, { size: 10 })).items;
      expect(dead?.value).toEqual({ ...alert, state: "dead", lastError: "no" });
      await store.replace(dead?.value ?? alert, alert, dead?.etag ?? "");
      expect((await store.find("webhook", alert.event.name))?.value).toEqual(alert);
      expect((await store.list("dead", {}, { size: 10 })).items).toEqual([]);
    });
  });
}
