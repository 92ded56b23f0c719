import { FleetError } from "../../../core/errors.js";
import type { PortalSignIn } from "../../../core/settings/entra-settings.js";
import { Scope } from "../../../fleet/accounts/access-key.js";
import { type Credentials, covers, type Principal } from "../principal.js";
import type { EntraIdentity } from "./claims.js";

/** Who is asked about tokens of Microsoft Entra ID, and which app role stands for which scope. */
export type EntraAccess = Readonly<{
  /** How people sign in to the portal; absent where they do so by fleet keys alone. */
  portal?: PortalSignIn;
  roles: Readonly<Record<Scope, string>>;
  /** Throws Unauthorized for what proves nothing, IdentityUnavailable when it cannot be checked at the moment. */
  identify(credentials: Credentials): Promise<EntraIdentity>;
}>;

/** The widest of the caller's app roles counts. Throws Forbidden with the roles that would do. */
export async function authorizeByEntra({ roles, identify }: EntraAccess, credentials: Credentials, needed: Scope): Promise<Principal> {
  const { label, roles: held } = await identify(credentials);
  const scope = WIDEST_FIRST.find((one) => held.includes(roles[one]));
  if (scope !== undefined && covers(scope, needed)) return { label, scope };
  throw roleTooSmall(roles, { label, scope }, needed);
}

/** What somebody is told whose widest app role is not wide enough. */
export function roleTooSmall(
  roles: EntraAccess["roles"],
  { label, scope }: Readonly<{ label: string; scope: Scope | undefined }>,
  needed: Scope,
): FleetError {
  const wanted = Scope.options.filter((one) => covers(one, needed)).map((one) => roles[one]);
  const has = scope === undefined ? "has none of this service" : `has ${roles[scope]}`;
  return new FleetError("Forbidden", `This call needs the app role ${wanted.join(" or ")}; ${label} ${has}`, {
    recommendedAction:
      "Have an administrator of the tenant assign the app role on the enterprise application, then ask for a new token: a token keeps the roles of the moment it was issued.",
  });
}

const WIDEST_FIRST: readonly Scope[] = ["administrator", "operator", "reader"];
