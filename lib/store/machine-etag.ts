import { FleetError } from "../core/errors.js";
import type { Machine } from "../fleet/machine.js";
import { friendlyKey, protectedKey } from "./machine-keys.js";

/** What of a machine has an index row, as it was when the machine was read. */
export type Indexed = Readonly<{ etag: string; friendly: string; protected: string | undefined }>;

/** The etag that callers hold also says which index rows the machine had, so that a write need not read them first. */
export const sealEtag = (etag: string, { friendlyName, protectedItem }: Machine): string =>
  [etag, friendlyKey(friendlyName), protectedItem === undefined ? "" : protectedKey(protectedItem)].join(" ");

export function openEtag(text: string): Indexed {
  const [etag, friendly, item] = text.split(" ");
  if (!etag || !friendly) throw new FleetError("Internal", "The etag of a machine is the one that came with it; got something else");
  return { etag, friendly, protected: item || undefined };
}
