/** Results in the order of the items; never more than `limit` calls under way at once. After a failure no further call is begun. */
export async function inParallel<T, R>(items: readonly T[], limit: number, call: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const waiting = items.entries();
  let failed = false;
  const work = async () => {
    for (const [i, item] of waiting) {
      if (failed) return;
      results[i] = await call(item);
    }
  };
  const noted = async () => {
    await work().catch((error: unknown) => {
      failed = true;
      throw error;
    });
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, noted));
  return results;
}
