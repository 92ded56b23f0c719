import { isIP } from "node:net";
import type { HttpRequest } from "@azure/functions";

/**
 * Where a call comes from, by those alone who stand between the network and this app: each of `hops` proxies appends the address of who called it to
 * X-Forwarded-For, so the entry that the outermost of them wrote is that far from the right. What a caller writes itself lies to the left of it.
 * Undefined where nobody vouches for an address.
 */
export function callerAddress(headers: Pick<HttpRequest["headers"], "get">, hops: number): string | undefined {
  if (hops === 0) return undefined;
  const entry = (headers.get("x-forwarded-for") ?? "").slice(-MOST_READ).split(",").at(-hops)?.trim() ?? "";
  const address = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry)?.[1] ?? (entry.split(":").length === 2 ? entry.slice(0, entry.indexOf(":")) : entry);
  return isIP(address) === 0 ? undefined : address.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, "");
}

const MOST_READ = 2000;

/** Callers of whom nobody vouches where they are. */
export const SOMEWHERE = "somewhere";

/** Whose failures are counted together: those of one address; of IPv6 those of a customer's network (/64), whose addresses cost nothing. */
export function callerNetwork(headers: Pick<HttpRequest["headers"], "get">, hops: number): string {
  const address = callerAddress(headers, hops) ?? SOMEWHERE;
  return isIP(address) === 6 ? networkOf(address) : address;
}

/** The first four groups, with `::` written out. */
function networkOf(address: string): string {
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const [before, after] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0))).fill("0");
  return [...(before ?? []), ...zeros, ...(after ?? [])]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
