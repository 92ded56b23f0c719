import { describe, expect, it } from "vitest";
import type { EventStore } from "../../../lib/fleet/ports.js";
import { anEvent } from "../samples.js";

const DAY_MS = 24 * 3600_000;
const NOON = Date.parse("2026-03-15T12:00:00.000Z");
const daysAgo = (days: number) => new Date(NOON - days * DAY_MS);

export function eventStoreContract(name: string, open: () => Promise<EventStore>) {
  describe(`${name} as an EventStore`, () => {
    it("finds an event by its name, and adds the same one only once", async () => {
      const store = await open();
      const event = anEvent(daysAgo(0));
      await store.add(event);
      await store.add(event);
      expect(await store.find(event.name)).toEqual(event);
      expect(await store.find("no-uuid")).toBeUndefined();
      expect((await store.list({}, { size: 10 })).items).toEqual([event]);
    });
    it("lists newest first over days without events, page after page", async () => {
      const store = await open();
      const events = [0, 0.01, 1, 40, 400, 400.01].map((days) => anEvent(daysAgo(days)));
      for (const event of [...events].reverse()) await store.add(event);
      const first = await store.list({}, { size: 2 });
      const second = await store.list({}, { size: 2, after: String(first.next) });
      const third = await store.list({}, { size: 2, after: String(second.next) });
      expect([...first.items, ...second.items, ...third.items]).toEqual(events);
      expect(third).not.toHaveProperty("next");
    });
    it.each([
      ["from", { from: daysAgo(2) }, [0, 1, 2]],
      ["until", { until: daysAgo(1) }, [1, 2, 3]],
      ["both", { from: daysAgo(2), until: daysAgo(1) }, [1, 2]],
      ["one moment", { from: daysAgo(1), until: daysAgo(1) }, [1]],
      ["a span that ends before it begins", { from: daysAgo(1), until: daysAgo(2) }, []],
    ])("keeps to the span: %s", async (_, span, expected) => {
      const store = await open();
      const events = [0, 1, 2, 3].map((days) => anEvent(daysAgo(days)));
      for (const event of events) await store.add(event);
      expect((await store.list(span, { size: 10 })).items).toEqual(expected.map((days) => events[days]));
    });
    it("refuses a token that no page gave", async () => {
      const store = await open();
      await expect(store.list({}, { size: 1, after: "' or true" })).rejects.toMatchObject({ code: "InvalidParameter" });
    });
  });
}
