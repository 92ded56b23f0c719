import { isIP } from "node:net";
import type { HttpRequest } from "@azure/functions";

/** Callers of whom nobody vouches where they are. */
export const SOMEWHERE = "somewhere";

/**
 * Where a call comes from, by those alone who stand between the network and this app: each of `hops` proxies appends the address of who called it to
 * X-Forwarded-For, so the entry that the outermost of them wrote is that far from the right. What a caller writes itself lies to the left of it.
 * Of IPv6 the network of a customer (/64) counts, because its addresses cost nothing.
 */
export function callerAddress(headers: HttpRequest["headers"], hops: number): string {
  if (hops === 0) return SOMEWHERE;
  const entry = (headers.get("x-forwarded-for") ?? "").slice(-MOST_READ).split(",").at(-hops)?.trim() ?? "";
  const address = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry)?.[1] ?? (entry.split(":").length === 2 ? entry.slice(0, entry.indexOf(":")) : entry);
  const version = isIP(address);
  if (version === 0) return SOMEWHERE;
  return version === 4 ? address : networkOf(address);
}

const MOST_READ = 2000;

/** The first four groups, with `::` written out. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const [before, after] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0))).fill("0");
  return [...(before ?? []), ...zeros, ...(after ?? [])]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
