import type { IncomingMessage } from "node:http";

/** A large body comes over loopback; one that is slower than this keeps the room of others. */
const LEAST_BYTES_PER_SECOND = 1_000_000;
const GRACE_MS = 5_000;
const LOOKED_AT_MS = 500;

export class BodyTooSlow extends Error {}

/** Reads a large body. Throws BodyTooSlow when it falls behind the least pace, whoever sends it. */
export async function readSwiftly(request: IncomingMessage): Promise<Buffer> {
  const began = performance.now();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let looks: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    looks = setInterval(() => {
      const late = performance.now() - began - GRACE_MS;
      if (bytes < (late / 1_000) * LEAST_BYTES_PER_SECOND) reject(new BodyTooSlow("the body came too slowly; send this request again\n"));
    }, LOOKED_AT_MS);
  });
  const all = async () => {
    for await (const chunk of request) {
      chunks.push(chunk);
      bytes += chunk.length;
    }
    return Buffer.concat(chunks);
  };
  return Promise.race([all(), tooSlow]).finally(() => clearInterval(looks));
}
