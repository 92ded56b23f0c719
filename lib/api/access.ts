import { timingSafeEqual } from "node:crypto";
import type { HttpRequest } from "@azure/functions";
import { FleetError } from "../core/errors.js";
import type { AccessKey, Scope } from "../fleet/access-key.js";
import { hashOfKey, idOfKey } from "./access-key-text.js";
import type { FleetContext } from "./context.js";

/** The key that the request carries in `Authorization: Bearer …`. Throws Unauthorized without a valid one, Forbidden when its scope is too small. */
export async function authorize(
  { keys, clock }: Pick<FleetContext, "keys" | "clock">,
  request: Pick<HttpRequest, "headers">,
  scope: Scope,
): Promise<AccessKey> {
  const key = bearer(request.headers.get("authorization"));
  const id = idOfKey(key);
  const stored = id === undefined ? undefined : await keys.find(id);
  const matches = equal(hashOfKey(key), stored?.hash ?? NO_HASH);
  if (!stored || !matches) throw refuse("The key is not known");
  if (stored.expiresAt !== undefined && stored.expiresAt <= clock.now().toISOString()) throw refuse("The key has expired");
  if (ORDER[stored.scope] < ORDER[scope]) {
    throw new FleetError("Forbidden", `This call needs a key with the scope ${scope}; the key "${stored.label}" has ${stored.scope}`, {
      recommendedAction: `Use a key with the scope ${scope}${scope === "administrator" ? "" : " or a wider one"}.`,
    });
  }
  return stored;
}

const ORDER: Readonly<Record<Scope, number>> = { reader: 0, operator: 1, administrator: 2 };
const NO_HASH = "0".repeat(64);

function bearer(header: string | null): string {
  const key = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
  if (key === undefined) throw refuse("The header Authorization: Bearer <key> is missing");
  return key;
}

const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const refuse = (message: string) =>
  new FleetError("Unauthorized", message, { recommendedAction: "Send a fleet key as `Authorization: Bearer mf_…`; an administrator makes one." });
