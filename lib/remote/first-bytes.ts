/** The first `limit` bytes of what is taken, as text; of the rest only that there was more. */
export type FirstBytes = Readonly<{ take(chunk: Buffer): void; text(): string; truncated(): boolean }>;

export function firstBytes(limit: number): FirstBytes {
  const kept: Buffer[] = [];
  let seen = 0;
  return {
    take: (chunk) => {
      if (seen < limit) kept.push(chunk.subarray(0, limit - seen));
      seen += chunk.length;
    },
    text: () => Buffer.concat(kept).toString("utf8"),
    truncated: () => seen > limit,
  };
}
