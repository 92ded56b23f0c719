import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { SiteRecoveryManagementClient } from "@azure/arm-recoveryservices-siterecovery";
import type { Clock } from "../core/clock.js";
import type { Destinations } from "../core/destinations.js";
import { FleetError } from "../core/errors.js";
import type { Secret } from "../core/secret.js";
import type { OpenVault } from "../fleet/vault/vault.js";
import { checkEndpoint, isOfAzure, PUBLIC_ENDPOINT } from "../fleet/vault/vault-endpoint.js";
import type { VaultPlace } from "../fleet/vault/vault-place.js";
import { vaultReader } from "./vault-reader.js";

type Credential = ConstructorParameters<typeof SiteRecoveryManagementClient>[0];

/** How long a given token is used without asking: the service says when it is over. */
const TOKEN_MS = 3600_000;

type Deps = Readonly<{ clock: Clock; allowed: Destinations; identity: () => Credential }>;

/** Vaults by the management API of Azure Site Recovery; `identity` gives the app's own credential, `allowed` says where callers may send us. The SDK is loaded when the first vault is opened. */
export const openVault =
  ({ clock, allowed, identity }: Deps): OpenVault =>
  async (place, token) => {
    const endpoint = checkEndpoint(place.endpoint ?? PUBLIC_ENDPOINT);
    allowed.check(endpoint.hostname);
    if (!token && !isOfAzure(endpoint)) throw tokenMissing(endpoint);
    const credential = token ? given(token, clock) : identity();
    const { SiteRecoveryManagementClient, getContinuationToken } = await import("@azure/arm-recoveryservices-siterecovery");
    const client = new SiteRecoveryManagementClient(credential, place.subscriptionId, {
      endpoint: endpoint.href.replace(/\/$/, ""),
      ...options(endpoint),
    });
    stayAt(client, endpoint, allowed);
    if (endpoint.protocol === "http:" && token) allowPlain(client, token);
    return vaultReader({ client, nextOf: getContinuationToken, endpoint, place: bare(place), clock });
  };

/** No redirection is followed, and a name is judged when it is resolved; a proxy of the settings resolves names itself. */
function stayAt({ pipeline }: SiteRecoveryManagementClient, { protocol }: URL, { lookup }: Destinations): void {
  const agent = protocol === "https:" ? new HttpsAgent({ keepAlive: true, lookup }) : new HttpAgent({ keepAlive: true, lookup });
  pipeline.removePolicy({ name: "redirectPolicy" });
  pipeline.addPolicy(
    {
      name: "allowedDestinations",
      sendRequest(request, next) {
        request.agent ??= agent;
        return next(request);
      },
    },
    { phase: "Sign" },
  );
}

/** The job waits and tries again by itself; it needs no function that sleeps. */
const options = ({ protocol }: URL) => ({ retryOptions: { maxRetries: 0 }, allowInsecureConnection: protocol === "http:" });

const given = (token: Secret, clock: Clock): Credential => ({
  getToken: async () => ({ token: token.reveal(), expiresOnTimestamp: clock.now().getTime() + TOKEN_MS }),
});

/** Over HTTP, which only loopback is asked by, the SDK's own policy refuses to send a token. */
function allowPlain({ pipeline }: SiteRecoveryManagementClient, token: Secret): void {
  pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  pipeline.addPolicy({
    name: "plainToken",
    sendRequest(request, next) {
      request.headers.set("Authorization", `Bearer ${token.reveal()}`);
      return next(request);
    },
  });
}

const bare = ({ resourceGroup, vaultName }: VaultPlace) => ({ resourceGroup, vaultName });

const tokenMissing = ({ href }: URL) =>
  new FleetError(
    "InvalidParameter",
    `${href} is not a known address of Azure Resource Manager, so the app's own identity is not shown to it; expected AccessToken`,
    {
      target: "AccessToken",
    },
  );
