import { expect, it } from "vitest";
import { inParallel } from "../../lib/core/in-parallel.js";

it("gives results in the order of the items, with never more calls under way than the limit", async () => {
  let [now, most] = [0, 0];
  const results = await inParallel([5, 4, 3, 2, 1], 2, async (n) => {
    most = Math.max(most, ++now);
    for (let i = 0; i < n; i++) await Promise.resolve();
    now -= 1;
    return n * 10;
  });
  expect(results).toEqual([50, 40, 30, 20, 10]);
  expect(most).toBe(2);
});

it("begins no further call after a failure", async () => {
  const begun: number[] = [];
  const call = async (n: number) => {
    begun.push(n);
    await Promise.resolve();
    if (n === 1) throw new Error("refused");
  };
  await expect(inParallel([1, 2, 3, 4, 5, 6, 7, 8], 2, call)).rejects.toThrow("refused");
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(begun.length).toBeLessThan(5);
});
