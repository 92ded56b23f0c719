/** Results in the order of the items; never more than `limit` calls under way at once. */
export async function inParallel<T, R>(items: readonly T[], limit: number, call: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const waiting = items.entries();
  const work = async () => {
    for (const [i, item] of waiting) results[i] = await call(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
