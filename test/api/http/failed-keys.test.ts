import { describe, expect, it } from "vitest";
import { callerNetwork, SOMEWHERE } from "../../../lib/api/http/caller-address.js";
import { FORGIVEN_SECONDS } from "../../../lib/api/http/failed-keys.js";
import { memoryFleet } from "../call.js";
import { memoryContext } from "../memory-context.js";

const WRONG = `mf_${"0".repeat(16)}_${"a".repeat(43)}`;

/** A fleet whose clock is set by hand, and who calls it from where. */
async function attacked() {
  let now = Date.parse("2026-03-01T10:00:00Z");
  const context = memoryContext({ now: () => new Date(now), sleep: async () => {} });
  const fleet = await memoryFleet(context);
  const from = async (forwarded: string, key = WRONG) =>
    (await fleet.call("Get-AsrFabric", {}, { key, headers: { "x-forwarded-for": forwarded } })).status;
  const many = async (forwarded: (i: number) => string, count = 40) => {
    const statuses: number[] = [];
    for (let i = 0; i < count; i++) statuses.push(await from(forwarded(i)));
    return statuses;
  };
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { fleet, from, many, pass };
}

describe("keys that are not known", () => {
  it("are answered 401 some times, then 429 with how long to wait, and again 401 after a while", async () => {
    const { fleet, from, many, pass } = await attacked();
    const statuses = await many(() => "198.51.100.7:50123");
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(20).fill(429)]);
    const { headers, body } = await fleet.call("Get-AsrFabric", {}, { key: WRONG, headers: { "x-forwarded-for": "198.51.100.7" } });
    expect(headers["Retry-After"]).toBe(String(FORGIVEN_SECONDS));
    expect(body).toMatchObject({ error: { code: "TooManyRequests" } });
    pass(FORGIVEN_SECONDS);
    expect([await from("198.51.100.7"), await from("198.51.100.7")]).toEqual([401, 429]);
  });

  it("cannot escape by what they write into the header themselves, nor by another port or an address of the same network", async () => {
    const { many } = await attacked();
    for (const spoofed of [
      (i: number) => `10.0.0.${i}, 198.51.100.7:${50_000 + i}`,
      (i: number) => `${"1.1.1.1, ".repeat(i)}198.51.100.8`,
      (i: number) => `[2001:db8::${i.toString(16)}]:443`,
    ])
      expect((await many(spoofed)).slice(20)).toEqual(Array(20).fill(429));
  });

  it("lock nobody out: a right key is answered from that very address, and a wrong one from another as ever", async () => {
    const { fleet, from, many } = await attacked();
    await many(() => "203.0.113.9, 198.51.100.7");
    expect(await from("198.51.100.7", fleet.keys.reader)).toBe(200);
    expect(await from("203.0.113.9")).toBe(401);
    expect(await from("198.51.100.7")).toBe(429); // a right key in between forgives nothing
  });

  it("of whom nobody vouches where they are, count as one", async () => {
    const { many } = await attacked();
    expect((await many((i) => `nonsense-${i}`)).slice(20)).toEqual(Array(20).fill(429));
  });

  it("count by addresses of which only so many are remembered", async () => {
    const { many } = await attacked();
    expect(new Set(await many((i) => `10.${i >> 8}.${i & 255}.1`, 300))).toEqual(new Set([401]));
  });
});

describe("the address of a caller", () => {
  const of = (forwarded: string, hops = 1) => callerNetwork(new Headers({ "x-forwarded-for": forwarded }) as never, hops); // what it reads of them is the same
  it.each([
    ["198.51.100.7", 1, "198.51.100.7"],
    ["1.2.3.4, 198.51.100.7:50123", 1, "198.51.100.7"],
    ["1.2.3.4, 198.51.100.7, 10.0.0.1", 2, "198.51.100.7"],
    ["[2001:db8:1:2:3::4]:443", 1, "2001:db8:1:2"],
    ["2001:db8::1", 1, "2001:db8:0:0"],
    ["::1", 1, "0:0:0:0"],
    ["::ffff:198.51.100.7", 1, "198.51.100.7"],
    ["198.51.100.7", 2, SOMEWHERE],
    ["198.51.100.7, ", 1, SOMEWHERE],
    ["999.1.1.1", 1, SOMEWHERE],
    [`${"9,".repeat(5000)}198.51.100.7`, 1, "198.51.100.7"],
    ["198.51.100.7", 0, SOMEWHERE],
  ])("%s with %i proxies is %s", (forwarded, hops, address) => expect(of(forwarded, hops)).toBe(address));
});
