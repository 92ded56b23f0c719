import { isIP } from "node:net";
import type { HttpRequest } from "@azure/functions";

/**
 * The address that a call came from, as the platform's own front end saw it: it puts it behind whatever the caller wrote into X-Forwarded-For itself.
 * Undefined where nothing is in front, or what stands there is no address.
 */
export function callerAddress(headers: Pick<HttpRequest["headers"], "get">): string | undefined {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(last)?.[1] ?? (/^[\d.]+:\d{1,5}$/.test(last) ? last.slice(0, last.indexOf(":")) : last);
  return isIP(bare) === 0 ? undefined : bare.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, "");
}
