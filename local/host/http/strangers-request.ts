import type { IncomingMessage } from "node:http";

/** The names by which one reaches a server on the loopback address. */
const OWN_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Why a request is refused before anything looks at it, or null: a page of another site in the owner's browser reaches this server too, by a
 * name that leads here (DNS rebinding) or by a request across origins. Programs send no Origin, and a server's own pages their own.
 */
export function strangersRequest({ headers: { host, origin } }: IncomingMessage, scheme: "http" | "https"): string | null {
  if (host !== undefined && !OWN_NAMES.test(host)) return "this server is called 127.0.0.1 or localhost; the Host header names another one";
  if (origin !== undefined && origin.toLowerCase() !== `${scheme}://${host}`.toLowerCase()) return "pages of other origins may not call this server";
  return null;
}
