import { expect, it } from "vitest";
import { z } from "zod";
import { CMDLETS } from "../../../functions/cmdlet-list.js";
import { hashOfKey } from "../../../lib/api/http/access-key-text.js";
import { systemClock } from "../../../lib/core/clock.js";
import type { AccessKey } from "../../../lib/fleet/accounts/access-key.js";
import { memoryFleet, sampleFleet } from "../call.js";
import { memoryContext } from "../memory-context.js";

const READING = CMDLETS.filter(({ readsOnly }) => readsOnly);

/** A fleet whose keys are read when the test says so, and what its jobs were asked meanwhile. */
async function slowKeys() {
  const context = memoryContext();
  const asked: string[] = [];
  let gate = Promise.resolve();
  const find = context.keys.find;
  const keys = { ...context.keys, find: (id: string): Promise<AccessKey | undefined> => gate.then(() => find(id)) };
  const findJob: typeof context.jobs.find = (name) => {
    asked.push(name);
    return context.jobs.find(name);
  };
  const jobs = { ...context.jobs, find: findJob };
  const fleet = await sampleFleet({ ...context, keys, jobs });
  const hold = () => {
    let release = () => {};
    gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    return release;
  };
  return { ...fleet, asked, hold };
}

const messageOf = (body: unknown) => z.object({ error: z.object({ message: z.string() }) }).parse(body).error.message;

const soon = () => new Promise((done) => setImmediate(done));

it("reads for a key that was right a moment ago while its row is read again, and shows nothing before", async () => {
  const { call, asked, hold, keys } = await slowKeys();
  await call("Get-AsrJob", { Name: "first" }, { key: keys.reader });
  const release = hold();
  let answered = false;
  const calling = call("Get-AsrJob", { Name: "second" }, { key: keys.reader }).finally(() => {
    answered = true;
  });
  for (let i = 0; i < 20; i++) await soon();
  expect(asked).toEqual(["first", "second"]);
  expect(answered).toBe(false);
  release();
  expect(await calling).toMatchObject({ status: 404, body: { error: { message: expect.stringContaining('"second"') } } });
});

it("tells who was refused meanwhile nothing of what was read, and reads no more for that key", async () => {
  const { call, asked, hold, keys, context } = await slowKeys();
  await call("Get-AsrJob", { Name: "first" }, { key: keys.reader });
  const never = await call("Get-AsrJob", { Name: "x" }, { key: `${keys.reader.slice(0, -2)}AA` });
  await context.keys.remove(keys.reader.split("_")[1] ?? "");
  const release = hold();
  const calling = call("Get-AsrJob", { Name: "second" }, { key: keys.reader });
  release();
  const refused = await calling;
  expect(refused.status).toBe(401);
  expect(messageOf(refused.body)).toBe(messageOf(never.body));
  await call("Get-AsrJob", { Name: "third" }, { key: keys.reader });
  expect(asked).toEqual(["first", "second"]);
});

it("reads nothing for a key that it never saw, and nothing for one of a smaller scope than the call needs", async () => {
  const { call, asked, keys } = await slowKeys();
  for (const key of [`${keys.reader.slice(0, -2)}AA`, `mf_${"0".repeat(16)}_${"a".repeat(43)}`, "nonsense"])
    await call("Get-AsrJob", { Name: "x" }, { key });
  await call("Stop-AsrJob", { Job: "x" }, { key: keys.reader });
  expect(asked).toEqual([]);
});

it("forgets a key after a minute", async () => {
  let now = Date.parse("2026-11-30T08:00:00Z");
  const context = memoryContext({ ...systemClock, now: () => new Date(now) });
  const { keys, call } = await sampleFleet(context);
  await call("Get-AsrJob", { Name: "x" }, { key: keys.reader });
  expect(context.recentKeys.find(hashOfKey(keys.reader))).toMatchObject({ scope: "reader" });
  now += 60_000;
  expect(context.recentKeys.find(hashOfKey(keys.reader))).toBeUndefined();
});

it("is declared of cmdlets that only read", async () => {
  expect(READING.map(({ scope }) => scope)).toEqual(READING.map(() => "reader"));
  const fleet = await sampleFleet();
  const changes: string[] = [];
  const watched = Object.fromEntries(
    Object.entries(fleet.context).map(([name, part]) => [name, typeof part === "object" && part !== null ? watch(name, part, changes) : part]),
  );
  const { container, protectedItem, item } = fleet;
  const { call } = await memoryFleet(watched as typeof fleet.context); // the same parts, each watched
  changes.length = 0; // the keys of this fleet
  for (const { name, examples } of READING)
    for (const { parameters } of [
      ...examples,
      { parameters: { ProtectionContainer: container } },
      { parameters: { Fabric: "CS1" } },
      { parameters: { ProtectableItem: item } },
      { parameters: { TargetObjectId: protectedItem } },
      { parameters: {} },
    ])
      await call(name, parameters);
  expect(changes).toEqual([]);
});

/** The part as it is, noting calls that are named as no question. */
const watch = (name: string, part: object, changes: string[]): object =>
  new Proxy(part, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return (...words: unknown[]) => {
        if (name !== "recentKeys" && !/^(find|list|read|query|count|check|now)/.test(String(key))) changes.push(`${name}.${String(key)}`);
        return value.apply(target, words);
      };
    },
  });
