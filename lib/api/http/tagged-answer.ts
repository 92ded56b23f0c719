import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { COLUMNS, inColumns } from "./columns.js";

/**
 * A good answer to GET with its tag; who has that one already is told so in a few bytes. A large one is compressed for who takes that: the platform does not do it,
 * and a page of a long list is a tenth of its size then.
 */
export async function taggedAnswer({ method, headers }: Asked, answered: HttpResponseInit): Promise<HttpResponseInit> {
  const { jsonBody: whole, ...bare } = answered;
  const jsonBody = headers.get("accept")?.includes(COLUMNS) && Array.isArray(whole?.value) ? inColumns(whole) : whole;
  if (method !== "GET" || jsonBody === undefined || (answered.status ?? 200) !== 200) return answered;
  const text = JSON.stringify(jsonBody);
  const isZipped = text.length >= LARGE && /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
  const sent = isZipped ? await promisify(gzip)(text, { level: constants.Z_BEST_SPEED }) : text;
  const etag = `"${createHash("sha256").update(sent).digest("base64url").slice(0, 22)}"`;
  const tagged = { ...bare, headers: { ...answered.headers, ETag: etag } };
  if (headers.get("if-none-match") === etag) return { ...tagged, status: 304 };
  return isZipped ? { ...tagged, body: sent, headers: { ...tagged.headers, ...ZIPPED } } : { ...tagged, jsonBody };
}

type Asked = Pick<HttpRequest, "method"> & Readonly<{ headers: Pick<HttpRequest["headers"], "get"> }>;

/** Below this the bytes that are saved are not worth the work. */
const LARGE = 20_000;

const ZIPPED = { "Content-Type": "application/json", "Content-Encoding": "gzip", Vary: "Accept-Encoding" } as const;
