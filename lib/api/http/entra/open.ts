import type { Clock } from "../../../core/clock.js";
import type { EntraSettings } from "../../../core/settings/entra-settings.js";
import type { EntraAccess } from "./authorize.js";
import { checkToken, keysUrl } from "./check-token.js";
import { readPrincipal } from "./read-principal.js";
import { tenantKeys } from "./tenant-keys.js";

/** Tokens checked by the platform in front, or by the app itself, as the settings say. Reads no key before the first token comes. */
export function openEntra({ tenantId, roles, checkedBy, portal }: EntraSettings, clock: Clock): EntraAccess {
  const common = { roles, ...(portal && { portal }) };
  if (checkedBy.kind === "platform") return { ...common, identify: readPrincipal({ tenantId }) };
  const rules = { tenantId, ...checkedBy };
  return { ...common, identify: checkToken(rules, { keys: tenantKeys(keysUrl(rules), clock), clock }) };
}
