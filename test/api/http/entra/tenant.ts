import { once } from "node:events";
import { createServer } from "node:http";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { openEntra } from "../../../../lib/api/http/entra/open.js";
import { systemClock } from "../../../../lib/core/clock.js";
import { memoryFleet } from "../../call.js";
import { memoryContext } from "../../memory-context.js";
import { loginPages, type Registration } from "./login-pages.js";

export const TENANT = "6babcaad-604b-40ac-a9d7-9fd97c0b779f";
export const AUDIENCE = "api://mobility-fleet";
const ROLES = { reader: "MobilityFleet.Reader", operator: "MobilityFleet.Operator", administrator: "MobilityFleet.Administrator" };

type Signer = Readonly<{ kid: string; privateKey: CryptoKey; jwk: object }>;

/** Making a key takes a third of a second, so each tenant begins with the same. */
let first: Promise<Signer> | undefined;

/** A tenant of our own making: signs tokens as Microsoft Entra ID does, and serves its public keys on loopback. */
export async function openTenant() {
  first ??= signer("key-1");
  let served: readonly Signer[] = [await first];
  let failing: number | "hang up" | undefined;
  let reads = 0;
  let login: ReturnType<typeof loginPages> | undefined;
  const server = createServer((request, response) => {
    const [, page] = new RegExp(`^/${TENANT}/oauth2/v2\\.0/(\\w+)`).exec(request.url ?? "") ?? [];
    if (page && login) return void login.answer(page, request, response).catch(() => response.destroy());
    reads += 1;
    if (failing === "hang up") return void response.destroy();
    if (failing !== undefined || request.url !== `/${TENANT}/discovery/v2.0/keys`) return void response.writeHead(failing ?? 404).end();
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: served.map(({ jwk }) => jwk) }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number }; // a TCP server has an address object
  const authority = `http://127.0.0.1:${port}`;

  /** A token as the tenant would issue it; what is given replaces claims, undefined takes one away. */
  const token = (changes: Readonly<Record<string, unknown>> = {}, by = served.at(-1)) => {
    if (!by) throw new Error("the tenant has no key");
    return new SignJWT(claimsOf(authority, changes)).setProtectedHeader({ typ: "JWT", alg: "RS256", kid: by.kid }).sign(by.privateKey);
  };
  return {
    authority,
    token,
    claims: (changes: Readonly<Record<string, unknown>> = {}) => claimsOf(authority, changes),
    reads: () => reads,
    fail: (how: number | "hang up" | undefined) => {
      failing = how;
    },
    /** Lets people of this tenant sign in to a page. */
    signInTo: (registration: Registration) => {
      login = loginPages(token, registration);
      return login;
    },
    keys: () => served,
    rotate: async (kid: string) => {
      served = [await signer(kid)];
    },
    close: () => void server.close(),
  };
}

export type Tenant = Awaited<ReturnType<typeof openTenant>>;

/** A fleet in memory that checks this tenant's tokens itself. */
export async function fleetOf({ authority }: Tenant, clock = systemClock) {
  const checkedBy = { kind: "app", audiences: [AUDIENCE, "0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10"], authority } as const;
  return memoryFleet({ ...memoryContext(clock), entra: openEntra({ tenantId: TENANT, roles: ROLES, checkedBy }, clock) });
}

/** Access by this tenant's tokens, with sign-in to the portal. */
export function portalAccess({ authority }: Tenant, { clientId, scope }: Pick<Registration, "clientId" | "scope">) {
  const checkedBy = { kind: "app", audiences: [AUDIENCE], authority } as const;
  return openEntra({ tenantId: TENANT, roles: ROLES, checkedBy, portal: { authority, tenantId: TENANT, clientId, scope } }, systemClock);
}

/** A fleet in memory that takes the word of App Service authentication. */
export const fleetBehindPlatform = () =>
  memoryFleet({ ...memoryContext(), entra: openEntra({ tenantId: TENANT, roles: ROLES, checkedBy: { kind: "platform" } }, systemClock) });

export async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" } };
}

function claimsOf(authority: string, changes: Readonly<Record<string, unknown>>): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: AUDIENCE,
    iss: `${authority}/${TENANT}/v2.0`,
    iat: now - 5,
    nbf: now - 5,
    exp: now + 3600,
    azp: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    oid: "3f0c2d0e-1111-4222-8333-444455556666",
    sub: "pairwise-subject",
    preferred_username: "alice@contoso.example",
    roles: [ROLES.operator],
    scp: "Fleet.Access",
    tid: TENANT,
    ver: "2.0",
    ...changes,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
