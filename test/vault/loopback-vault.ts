import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Answer = Readonly<{ status: number; body?: unknown; headers?: Readonly<Record<string, string>> }>;
type Wire = Readonly<Record<string, unknown>>;

const VAULT = "/Subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1";
export const TOKEN = "token-canary-0123456789";
export const CONTAINER = "cloud_6f1b9c4e-0000-4000-8000-000000000001";
export const CS = "a".repeat(64);

/** As much of the management API of a vault as a reader asks for, in the shapes that were recorded; over HTTP on loopback. */
export async function loopbackVault({ fabrics = [classicFabric()], items = [] as readonly Wire[], pageSize = 100 } = {}) {
  const requests: string[] = [];
  const planned: Answer[] = [];
  const vault = { fabrics, containers: fabrics.map(({ name }) => container(String(name))), items, url: "", otherHost: false };
  const server = createServer((request, response) => {
    const { status, body, headers } = answer(request);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body === undefined ? "" : JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  vault.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has an address object

  function answer({ method, url = "/", headers }: IncomingMessage): Answer {
    const { pathname, searchParams } = new URL(url, vault.url);
    const kind = pathname.slice(pathname.lastIndexOf("/") + 1);
    requests.push(`${method} ${kind} ${searchParams.get("$skipToken") ?? ""}`.trim());
    if (headers.authorization !== `Bearer ${TOKEN}`)
      return failed(401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than now.");
    const next = planned.shift();
    if (next && next.status !== 200) return next;
    if (method !== "GET" || !searchParams.has("api-version")) return failed(400, "MissingApiVersionParameter", "api-version is missing");
    if (!pathname.toLowerCase().startsWith(`${VAULT}/`.toLowerCase())) return failed(404, "ResourceNotFound", "The vault was not found.");
    if (kind === "replicationFabrics") return { status: 200, body: { value: vault.fabrics, nextLink: null } };
    if (kind === "replicationProtectionContainers") return { status: 200, body: { value: vault.containers } };
    if (kind === "replicationRecoveryServicesProviders")
      return { status: 200, body: { value: vault.fabrics.map(({ name }) => provider(String(name))) } };
    if (kind !== "replicationProtectedItems") return failed(404, "NotFound", "Not here.");
    const from = Number(searchParams.get("$skipToken") ?? 0);
    const more = from + pageSize < vault.items.length;
    const host = vault.otherHost ? "http://127.0.0.1:1" : vault.url;
    const nextLink = more ? `${host}${pathname}?api-version=${searchParams.get("api-version")}&$skipToken=${from + pageSize}` : null;
    return { status: 200, body: { value: vault.items.slice(from, from + pageSize), nextLink } };
  }
  return Object.assign(vault, {
    requests,
    place: { subscriptionId: "11111111-2222-3333-4444-555555555555", resourceGroup: "rg-1", vaultName: "vault-1", endpoint: vault.url },
    /** The next requests are answered so; a status of 200 lets one through. */
    plan: (...answers: readonly Answer[]) => void planned.push(...answers),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
}

export const failed = (status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  ...{ status, headers },
  body: { error: { code, message, target: null, details: [] } },
});

export function classicFabric(over: Wire = {}): Wire {
  return {
    id: `${VAULT}/replicationFabrics/${CS}`,
    name: CS,
    type: "Microsoft.RecoveryServices/vaults/replicationFabrics",
    properties: {
      friendlyName: "CS1",
      bcdrState: "Valid",
      health: "Normal",
      customDetails: {
        ...{ instanceType: "VMware", agentVersion: "9.62.7096.1", hostName: "CS1", ipAddress: "10.0.0.4", lastHeartbeat: "2026-11-01T09:59:00Z" },
        ...{ sslCertExpiryDate: "2027-05-01T00:00:00Z", agentExpiryDate: "0001-01-01T00:00:00" },
        runAsAccounts: [
          { accountId: "1", accountName: "root" },
          { accountId: "3", accountName: "LinuxAccount" },
        ],
        processServers: [
          ...[{ id: "ps-1", friendlyName: "PS1", ipAddress: "10.0.0.5", agentVersion: "9.61.7000.1", lastHeartbeat: "2026-11-01T09:58:00Z" }],
          { id: null, friendlyName: "" },
        ],
        masterTargetServers: [{ id: "mt-1", name: "MT1", ipAddress: "10.0.0.6", agentVersion: "9.62.7096.1", lastHeartbeat: null }],
        ...over,
      },
    },
  };
}

export const applianceFabric = (): Wire => ({
  id: `${VAULT}/replicationFabrics/site-rcm`,
  name: "site-rcm",
  properties: {
    friendlyName: "Appliance 1",
    customDetails: {
      instanceType: "InMageRcm",
      processServers: [{ id: "p", name: "appl-ps", ipAddresses: ["10.1.0.2"], version: "9.62.7096.1", lastHeartbeatUtc: "2026-11-01T09:59:30Z" }],
      rcmProxies: [{ id: "x", name: "appl-proxy", fqdn: "appl.example", version: "1.39.1.0", lastHeartbeatUtc: "2026-11-01T09:59:30Z" }],
      dras: [{ id: "d", name: "appl-dra", version: "5.24.814.2" }],
    },
  },
});

const container = (fabric: string): Wire => ({
  id: `${VAULT}/replicationFabrics/${fabric}/replicationProtectionContainers/${CONTAINER}`,
  name: CONTAINER,
  properties: { friendlyName: "CS1", fabricType: "VMware", pairingStatus: "Paired" },
});

/** The services provider of a fabric as the service shows it: `lastHeartBeat` with a capital B. */
const provider = (fabric: string): Wire => ({
  id: `${VAULT}/replicationFabrics/${fabric}/replicationRecoveryServicesProviders/provider-1`,
  name: "provider-1",
  properties: {
    ...{ fabricType: "VMware", friendlyName: "CS1", providerVersion: "5.24.814.2", serverVersion: "9.62.7096.1" },
    ...{ lastHeartBeat: "2026-11-01T09:59:00Z", connectionStatus: "Connected", protectedItemCount: 2 },
  },
});

/** A protected item as the service shows it; `details` are those of its provider. */
export const protectedItem = (name: string, over: Wire = {}, details: Wire = {}, fabric = CS): Wire => ({
  id: `${VAULT}/replicationFabrics/${fabric}/replicationProtectionContainers/${CONTAINER}/replicationProtectedItems/${name}-item`,
  name: `${name}-item`,
  properties: {
    ...{ friendlyName: name, protectionState: "Protected", protectionStateDescription: "Protected", activeLocation: "Primary" },
    ...{ replicationHealth: "Normal", healthErrors: [], ...over },
    providerSpecificDetails: {
      ...{ instanceType: "InMageAzureV2", agentVersion: "9.59.6930.1", agentExpiryDate: "2027-01-31T00:00:00Z", osType: "linux", rpoInSeconds: 120 },
      ...{
        ipAddress: "10.0.0.31",
        isAgentUpdateRequired: "Required",
        isRebootAfterUpdateRequired: "NotRequired",
        lastHeartbeat: "2026-11-01T09:57:00Z",
      },
      ...details,
    },
  },
});
