import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from "jose";
import type { Clock } from "../../../core/clock.js";
import { FleetError } from "../../../core/errors.js";

/** Keys are read anew after this, so that one that the tenant has withdrawn is not trusted for long. */
const KEPT_MS = 6 * 3_600_000;
/** A token with an unknown key makes us read them again, but not more often than this: else any caller could make us ask. */
const COOL_DOWN_MS = 30_000;
/** After a failed read, too, all callers are told so for this long. */
const BETWEEN_READS_MS = 5000;

/** The public keys of a tenant, read when needed. Throws IdentityUnavailable when they cannot be. */
export function tenantKeys(url: URL, clock: Clock): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: KEPT_MS,
    cooldownDuration: COOL_DOWN_MS,
    timeoutDuration: 5000,
    [customFetch]: restingFetch(clock),
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (OF_THE_TOKEN.some((kind) => error instanceof kind)) throw error;
      throw new FleetError("IdentityUnavailable", `The signing keys of the tenant could not be read from ${url.origin}, so no token can be checked`, {
        retryable: true,
        recommendedAction: "Call again in a few seconds. When it lasts: the app must reach this address; fleet keys work meanwhile.",
        cause: error,
      });
    }
  };
}

const OF_THE_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

function restingFetch(clock: Clock): FetchImplementation {
  let askedAt: number | undefined;
  return (url, options) => {
    const now = clock.now().getTime();
    if (askedAt !== undefined && now < askedAt + BETWEEN_READS_MS) return Promise.reject(new Error("the last read has just failed"));
    askedAt = now;
    return fetch(url, options);
  };
}
