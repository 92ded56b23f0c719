import { z } from "zod";
import { type Credentials, refuse } from "../principal.js";
import { EntraClaims, type EntraIdentity, labelOf } from "./claims.js";

const ClientPrincipal = z.object({
  auth_typ: z.string(),
  role_typ: z.string().nullish(),
  claims: z.array(z.object({ typ: z.string(), val: z.coerce.string() })),
});

/** Claims that App Service renames as .NET does. */
const NAMES: Readonly<Record<string, keyof EntraClaims>> = {
  "http://schemas.microsoft.com/identity/claims/objectidentifier": "oid",
  "http://schemas.microsoft.com/identity/claims/tenantid": "tid",
  "http://schemas.microsoft.com/identity/claims/scope": "scp",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier": "sub",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "upn",
};

/**
 * The caller as App Service authentication found it, from `x-ms-client-principal`. Call it only where that is in front: it alone keeps others from sending the
 * header. The request must carry its token in Authorization as well, which a page of another site cannot make a browser send; a cookie it can.
 */
export const readPrincipal =
  ({ tenantId }: Readonly<{ tenantId: string }>) =>
  async ({ headers }: Credentials): Promise<EntraIdentity> => {
    const header = headers.get("x-ms-client-principal");
    if (header === null) throw refuse("App Service authentication named no caller for this token", ADVICE);
    const principal = parse(header);
    if (principal?.auth_typ !== "aad") throw refuse("The caller was not signed in by Microsoft Entra ID", ADVICE);
    const claims = claimsOf(principal);
    if (claims.tid?.toLowerCase() !== tenantId) throw refuse("The caller is not of this tenant", ADVICE);
    return { label: labelOf(claims), roles: claims.roles };
  };

const ADVICE = {
  recommendedAction:
    "Send a token of Microsoft Entra ID for this service's app registration, or a fleet key, as `Authorization: Bearer …`. See docs/access.md.",
};

function parse(header: string): z.output<typeof ClientPrincipal> | undefined {
  try {
    return ClientPrincipal.parse(JSON.parse(Buffer.from(header, "base64").toString("utf8")));
  } catch {
    return undefined; // the platform writes it; what cannot be read names nobody
  }
}

function claimsOf({ claims, role_typ }: z.output<typeof ClientPrincipal>): EntraClaims {
  const roles = claims.filter(({ typ }) => typ === "roles" || typ === role_typ).map(({ val }) => val);
  return EntraClaims.parse({ ...Object.fromEntries(claims.map(({ typ, val }) => [NAMES[typ] ?? typ, val])), roles });
}
