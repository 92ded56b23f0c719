import { expect, it } from "vitest";
import { claimAddresses } from "../../../../local/lab/machine/addresses.js";
import { needs } from "../../../here.js";

it.skipIf(needs("Linux"))(`gives each lab a range of its own, and each machine an address with the port of SSH${needs("Linux")}`, async () => {
  const [one, other] = [await claimAddresses(), await claimAddresses()];
  const places = await Promise.all([one, one, other].map(({ next }) => next()));
  await Promise.all([one.release(), other.release()]);
  const [first, second, third] = places.map(({ address }) => /^127\.(\d+)\.(\d+\.\d+)$/.exec(address)?.slice(1));
  expect([first?.[1], second?.[1], third?.[1]]).toEqual(["0.1", "0.2", "0.1"]);
  expect(second?.[0]).toBe(first?.[0]);
  expect(third?.[0]).not.toBe(first?.[0]);
  expect(places.map(({ port }) => port)).toEqual([22, 22, 22]);
});

it.skipIf(needs("Linux"))(`has room for more machines than the last part of an address counts${needs("Linux")}`, async () => {
  const lab = await claimAddresses();
  const places: string[] = [];
  for (let i = 0; i < 600; i++) places.push((await lab.next()).address);
  await lab.release();
  expect(new Set(places).size).toBe(600);
  for (const place of places) expect(Number(place.split(".").at(-1))).toBeLessThanOrEqual(250);
});
