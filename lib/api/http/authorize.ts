import { timingSafeEqual } from "node:crypto";
import type { HttpRequest } from "@azure/functions";
import { FleetError, hasCode } from "../../core/errors.js";
import type { Scope } from "../../fleet/accounts/access-key.js";
import type { FleetContext } from "../cmdlet/context.js";
import { hashOfKey, idOfKey } from "./access-key-text.js";
import { callerNetwork } from "./caller-address.js";
import { authorizeByEntra } from "./entra/authorize.js";
import { covers, type Principal, refuse } from "./principal.js";
import { keyTooSmall } from "./require-scope.js";

/**
 * Who calls, by what stands in `Authorization: Bearer …`: a fleet key, or what Microsoft Entra ID gave where that is on.
 * Throws Unauthorized when it proves nothing, TooManyRequests when that happens too often from one address, Forbidden when the scope is too small.
 */
export async function authorize(context: Access, { headers }: Pick<HttpRequest, "headers">, scope: Scope): Promise<Principal> {
  const { entra, failedKeys, proxyHops } = context;
  const bearer = bearerOf(headers, entra !== undefined);
  try {
    if (entra && !bearer.startsWith("mf_")) return await authorizeByEntra(entra, { bearer, headers }, scope);
    return await authorizeByKey(context, bearer, scope);
  } catch (error) {
    if (hasCode(error, "Unauthorized")) failedKeys.note(callerNetwork(headers, proxyHops));
    throw error;
  }
}

type Access = Pick<FleetContext, "keys" | "clock" | "entra" | "failedKeys" | "recentKeys" | "proxyHops">;

type KeyAccess = Pick<FleetContext, "keys" | "clock" | "recentKeys">;

async function authorizeByKey({ keys, clock, recentKeys }: KeyAccess, key: string, scope: Scope): Promise<Principal> {
  const id = idOfKey(key);
  const stored = id === undefined ? undefined : await keys.find(id);
  const hash = hashOfKey(key);
  const matches = equal(hash, stored?.hash ?? NO_HASH);
  recentKeys.forget(hash);
  if (!stored || !matches) throw refuse(key.startsWith("ey") ? "Tokens of Microsoft Entra ID are not taken here" : "The key is not known", ADVICE);
  if (stored.expiresAt !== undefined && stored.expiresAt <= clock.now().toISOString()) throw refuse("The key has expired", ADVICE);
  if (!covers(stored.scope, scope)) throw keyTooSmall(stored, scope);
  const principal = { label: stored.label, scope: stored.scope, key: stored.id };
  recentKeys.note(hash, principal);
  return principal;
}

/** Who most likely calls: a key that was right a moment ago and may do this. It proves nothing before `authorize` has said the same. */
export function likelyCaller({ recentKeys }: Pick<FleetContext, "recentKeys">, headers: HttpRequest["headers"], scope: Scope): Principal | undefined {
  const key = BEARER.exec(headers.get("authorization") ?? "")?.[1];
  const principal = key === undefined ? undefined : recentKeys.find(hashOfKey(key));
  return principal && covers(principal.scope, scope) ? principal : undefined;
}

const BEARER = /^Bearer +(\S+) *$/i;

const ADVICE = { recommendedAction: "Send a fleet key as `Authorization: Bearer mf_…`; an administrator makes one." };
const NO_HASH = "0".repeat(64);

function bearerOf(headers: HttpRequest["headers"], withEntra: boolean): string {
  const bearer = BEARER.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) return bearer;
  const wanted = withEntra ? "<fleet key, or token of Microsoft Entra ID>" : "<key>";
  throw new FleetError("Unauthorized", `The header Authorization: Bearer ${wanted} is missing`, ADVICE);
}

const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
