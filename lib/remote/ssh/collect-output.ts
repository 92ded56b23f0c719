import type { Readable } from "node:stream";

/** Keeps the first `limit` bytes and reads on without keeping more: a stream that nobody reads would never close. */
export function collectOutput(stream: Readable, limit: number): Readonly<{ text(): string; truncated(): boolean }> {
  const kept: Buffer[] = [];
  let seen = 0;
  stream.on("data", (chunk: Buffer) => {
    if (seen < limit) kept.push(chunk.subarray(0, limit - seen));
    seen += chunk.length;
  });
  return { text: () => Buffer.concat(kept).toString("utf8"), truncated: () => seen > limit };
}
