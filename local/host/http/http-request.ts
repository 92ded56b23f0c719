import type { IncomingMessage } from "node:http";
import type { HttpData } from "../app/core-types.js";
import type { HostLog } from "../process/host-log.js";
import type { HeldBodies } from "./held-bodies.js";

/** Bytes of a request's body that the host passes on at the most. */
export const BODY_LIMIT = 104_857_600;

/** Bodies up to this size are always read; what is larger may have to make room for others. */
export const SMALL_BODY = 65_536;

export class BodyTooLarge extends Error {}

export class NoRoomForBody extends Error {}

/**
 * The body as the real host passes it: only with a Content-Length above 0. One that comes in chunks arrives empty, and we say so.
 * Throws BodyTooLarge above the limit, before it is read, and NoRoomForBody when it was too slow beside others.
 */
export async function readBody(
  request: IncomingMessage,
  { log, limit, held, moved = () => {} }: { log: HostLog; limit: number; held?: HeldBodies /** Called for each part. */; moved?: () => void },
): Promise<Buffer | null> {
  if (request.headers["transfer-encoding"] !== undefined) {
    log.warn(`${request.method} ${request.url}: the body came in chunks, without Content-Length; Azure passes it on empty, and so does this host`);
    request.resume();
    return null;
  }
  const length = Number(request.headers["content-length"] ?? 0);
  if (length > limit) throw new BodyTooLarge(`the body has ${length} bytes, more than ${limit}`);
  if (length === 0) return null;
  if (length <= SMALL_BODY || !held) return readAll(request, moved);
  return readBeside(request, held, moved);
}

/** Other than iteration, this leaves the connection open when the body is cut, so that its sender is answered. */
function readBeside(request: IncomingMessage, held: HeldBodies, moved: () => void): Promise<Buffer> {
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const over = (finish: () => void) => {
      request.off("data", take).pause();
      body.close();
      finish();
      chunks.length = 0;
    };
    const body = held.open(() => over(() => reject(new NoRoomForBody("other large bodies come faster; send this one again\n"))));
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      moved();
      body.add(chunk.length);
    };
    request
      .on("data", take)
      .once("end", () => over(() => resolve(Buffer.concat(chunks))))
      .once("close", () => over(() => reject(new Error("the body did not come to its end"))))
      .on("error", (error) => over(() => reject(error)));
  });
}

async function readAll(request: IncomingMessage, moved: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    moved();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What the platform's front end adds: the address of the other end, behind what the caller wrote. */
function forwardedFor({ headersDistinct, socket }: IncomingMessage): readonly string[] {
  const address = socket.remoteAddress ?? "";
  return [
    ...(headersDistinct["x-forwarded-for"] ?? []),
    address.includes(":") ? `[${address}]:${socket.remotePort}` : `${address}:${socket.remotePort}`,
  ];
}

/** A request in the shape that the programming model makes its HttpRequest from; repeated headers and query keys are joined by commas. */
export function httpData(request: IncomingMessage, parts: { url: URL; params: Readonly<Record<string, string>>; body: Buffer | null }): HttpData {
  const given = { ...request.headersDistinct, "x-forwarded-for": forwardedFor(request) };
  const headers = Object.entries(given).map(([name, values = []]) => [name, values.join(",")] as const);
  const names = new Set(parts.url.searchParams.keys());
  return {
    method: request.method ?? "GET",
    url: parts.url.href,
    headers: wireMap(headers),
    query: wireMap([...names].map((name) => [name, parts.url.searchParams.getAll(name).join(",")])),
    params: parts.params,
    body: parts.body === null ? null : { bytes: parts.body },
  };
}

/** A map as it comes out of the host's messages: they are read into plain objects, where `__proto__` cannot be a key. */
const wireMap = (entries: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(entries.filter(([name]) => name !== "__proto__"));
