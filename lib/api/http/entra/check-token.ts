import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Clock } from "../../../core/clock.js";
import { type Credentials, refuse } from "../principal.js";
import { clientOf, EntraClaims, type EntraIdentity, isAppOnly, labelOf } from "./claims.js";

export type TokenRules = Readonly<{ tenantId: string; audiences: readonly string[]; authority: string }>;

/** So far the clocks of the tenant and of this machine may be apart. */
const CLOCK_SKEW_SECONDS = 300;

/** Checks access tokens itself: signature, issuer, audience, times, tenant, and that it is an access token. */
export const checkToken =
  (rules: TokenRules, { keys, clock }: Readonly<{ keys: JWTVerifyGetKey; clock: Clock }>) =>
  async ({ bearer }: Pick<Credentials, "bearer">): Promise<EntraIdentity> => {
    const claims = EntraClaims.parse(await verify(bearer, rules, { keys, clock }));
    if (claims.tid?.toLowerCase() !== rules.tenantId) throw refused("The token is not of this tenant");
    if (clientOf(claims) === undefined || !(claims.scp !== undefined || isAppOnly(claims))) throw refused("The token is not an access token");
    return { label: labelOf(claims), roles: claims.roles };
  };

/** Where a tenant's keys are. */
export const keysUrl = ({ authority, tenantId }: TokenRules): URL => new URL(`${authority}/${tenantId}/discovery/v2.0/keys`);

/** Which issuer a token has depends on the version that its app registration asks for. */
const issuersOf = ({ authority, tenantId }: TokenRules): string[] => [
  `${authority}/${tenantId}/v2.0`,
  `https://${/\.cn$/.test(new URL(authority).hostname) ? "sts.chinacloudapi.cn" : "sts.windows.net"}/${tenantId}/`,
];

async function verify(bearer: string, rules: TokenRules, { keys, clock }: Readonly<{ keys: JWTVerifyGetKey; clock: Clock }>) {
  try {
    const { payload } = await jwtVerify(bearer, keys, {
      algorithms: ["RS256"],
      issuer: issuersOf(rules),
      audience: [...rules.audiences],
      requiredClaims: ["exp", "nbf"],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: clock.now(),
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw refused(failedCheck(error), error);
  }
}

/** Which check failed. Claims are looked at after the signature, so only who holds a real token hears of them. */
function failedCheck(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "The token has expired";
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIMS[error.claim] ?? `The claim ${error.claim} of the token is missing or wrong`;
  if (error instanceof errors.JOSEAlgNotAllowed) return "The token is signed in a way that is not accepted";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The signature of the token is wrong";
  if (error instanceof errors.JWKSNoMatchingKey) return "The token is not signed by a key of this tenant";
  return "What stands behind Bearer is neither a fleet key nor a token that can be read";
}

const CLAIMS: Readonly<Record<string, string>> = {
  iss: "The token has another issuer than this tenant",
  aud: "The token is meant for another audience",
  nbf: "The token is not valid yet",
};

const refused = (message: string, cause?: unknown) =>
  refuse(message, {
    recommendedAction:
      "Ask for a new token for this service's app registration, such as `az account get-access-token --resource <application id URI>`. See docs/access.md.",
    cause,
  });
