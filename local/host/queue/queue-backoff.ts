/** The wait before each next look at an empty queue: the first step, then first + first·2^(n−1)·(0.8 to 1.2), at most the limit. */
export function queueBackoff({ firstMs, maxMs, random = Math.random }: { firstMs: number; maxMs: number; random?: () => number }): {
  next(): number;
  reset(): void;
} {
  let misses = 0;
  return {
    next() {
      const n = misses++;
      if (n === 0) return Math.min(firstMs, maxMs);
      return Math.min(maxMs, firstMs + firstMs * 2 ** (n - 1) * (0.8 + random() * 0.4));
    },
    reset() {
      misses = 0;
    },
  };
}
