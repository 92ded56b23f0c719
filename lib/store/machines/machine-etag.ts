import { FleetError } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { Staged } from "../../fleet/machines/staged-machine.js";
import { friendlyKey, protectedKey } from "./machine-keys.js";

/** What of a machine has an index row, as it was when the machine was read. */
export type Indexed = Readonly<{ etag: string; friendly: string; protected: string | undefined; staged: Staged | undefined }>;

/** The etag that callers hold also says which index rows the machine had, and what is staged beside it, so that a write need not read them first. */
export const sealEtag = (etag: string, { friendlyName, protectedItem }: Machine, staged?: Staged): string =>
  [etag, friendlyKey(friendlyName), protectedItem === undefined ? "" : protectedKey(protectedItem), staged ? encode(staged) : ""].join(" ");

export function openEtag(text: string): Indexed {
  const [etag, friendly, item, staged] = text.split(" ");
  if (!etag || !friendly) throw new FleetError("Internal", "The etag of a machine is the one that came with it; got something else");
  return { etag, friendly, protected: item || undefined, staged: staged ? decode(staged) : undefined };
}

const encode = (staged: Staged): string => Buffer.from(JSON.stringify(staged)).toString("base64url");
const decode = (text: string): Staged => Staged.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
