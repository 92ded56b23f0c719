import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ProbeMessage } from "../../lib/fleet/ports.js";
import { sendProbes } from "../../lib/watch/send-probes.js";
import { handClock } from "../jobs/engine/engine.js";
import { memoryMessages } from "../store/memory/memory-alerts.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { aFabric, aMachine } from "../store/samples.js";

/** Windows stands here for a system on which no job acts. */
vi.mock("../../lib/agents/platforms.js", async (original) => {
  const { PLATFORMS } = await original<typeof import("../../lib/agents/platforms.js")>();
  return { PLATFORMS: { ...PLATFORMS, Windows: { usualPort: 22, onlyTag: "Windows" } } };
});

const DAY_SECONDS = 86_400;
const TURN_SECONDS = 300;

let stores: ReturnType<typeof memoryStorage>;
let clock: ReturnType<typeof handClock>;
let probeQueue: ReturnType<typeof memoryMessages<ProbeMessage>>;

beforeEach(async () => {
  stores = memoryStorage();
  clock = handClock();
  probeQueue = memoryMessages<ProbeMessage>();
  for (const name of ["CS1", "CS2"]) {
    await stores.fabrics.create(aFabric({ name }));
    await stores.fabrics.createContainer({ fabric: name, name: "default", friendlyName: "default" });
  }
});

const turn = (intervalMs = DAY_SECONDS * 1000) => sendProbes({ ...stores, probeQueue, clock, intervalMs })();

async function add(count: number, more: Parameters<typeof aMachine>[0] = {}) {
  for (let i = 0; i < count; i++)
    await stores.machines.create(aMachine({ fabric: i % 2 === 0 ? "CS1" : "CS2", container: "default", accountId: "1", ...more }));
}

function taken() {
  const messages = [];
  for (let next = probeQueue.take(); next; next = probeQueue.take()) messages.push(next);
  return messages;
}

describe("the round of probes", () => {
  it("looks at each machine once a day, spread evenly, and reads little more than it sends", async () => {
    await add(1000);
    let read = 0;
    const list = stores.machines.list;
    stores.machines.list = async (...given) => {
      const page = await list(...given);
      read += page.items.length;
      return page;
    };
    const seen = new Map<string, number>();
    const sizes: number[] = [];
    for (let second = 0; second < DAY_SECONDS; second += TURN_SECONDS) {
      await turn();
      const messages = taken();
      sizes.push(messages.length);
      for (const { message, delaySeconds } of messages) {
        seen.set(message.name, (seen.get(message.name) ?? 0) + 1);
        expect(delaySeconds).toBeLessThan(TURN_SECONDS);
      }
      clock.pass(TURN_SECONDS);
    }
    expect(seen.size).toBe(1000);
    expect([...seen.values()].every((times) => times === 1)).toBe(true);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
    expect(read).toBeLessThan(1000 + 1000 + 288 * 4); // the count, the machines, and what a page at a container's end gave beyond
    await turn();
    expect(taken().length).toBeGreaterThan(0); // the next round
  }, 120_000);

  it("looks only at machines that somebody can log in to, and at those that come to a round before its end", async () => {
    await add(2);
    await add(2, { accountId: undefined });
    await add(2, { osType: "Windows" });
    expect(await turn(1000)).toBe(2);
    expect(new Set(taken().map(({ message }) => message.fabric))).toEqual(new Set(["CS1", "CS2"]));
    expect(await stores.watch.findRound()).toMatchObject({ total: 6, sent: 6, done: true });
    expect(await turn(DAY_SECONDS * 1000)).toBe(0);
  });

  it("does not look at all machines at once after a standstill", async () => {
    await add(1500);
    await turn();
    taken();
    clock.pass(3 * DAY_SECONDS);
    expect(await turn()).toBe(1000);
    expect(await turn()).toBeLessThan(500);
    expect(await turn()).toBeLessThan(10); // of the next round
  });

  it("sends some machines again, and loses none, when it dies before the round is saved", async () => {
    await add(10);
    const { putRound } = stores.watch;
    stores.watch.putRound = async () => Promise.reject(new Error("crash"));
    await expect(turn(1000)).rejects.toThrow("crash");
    stores.watch.putRound = putRound;
    await turn(1000);
    expect(new Set(taken().map(({ message }) => message.name)).size).toBe(10);
  });
});
