import { FleetError } from "../../core/errors.js";
import type { Scope } from "../../fleet/accounts/access-key.js";
import type { FleetContext } from "../cmdlet/context.js";
import { roleTooSmall } from "./entra/authorize.js";
import { covers, type Principal } from "./principal.js";

/** Of a caller who is known already: throws Forbidden when the scope is too small for what the call turns out to ask. */
export function requireScope({ entra }: Pick<FleetContext, "entra">, { label, scope, key }: Principal, needed: Scope): void {
  if (covers(scope, needed)) return;
  throw key === undefined && entra ? roleTooSmall(entra.roles, { label, scope }, needed) : keyTooSmall({ label, scope }, needed);
}

/** What a key of a smaller scope is told. */
export const keyTooSmall = ({ label, scope }: Readonly<{ label: string; scope: Scope }>, needed: Scope) =>
  new FleetError("Forbidden", `This call needs a key with the scope ${needed}; the key "${label}" has ${scope}`, {
    recommendedAction: `Use a key with the scope ${needed}${needed === "administrator" ? "" : " or a wider one"}.`,
  });
