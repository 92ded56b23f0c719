import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { SiteRecoveryManagementClient } from "@azure/arm-recoveryservices-siterecovery";
import { HttpRequest, InvocationContext } from "@azure/functions";
import { sampleFleet } from "../call.js";

export const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
export const GROUP = "rg-1";
export const VAULT = "vault-1";
export const VAULT_PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.RecoveryServices/vaults/${VAULT}`;

/** The SDK as its users have it; over HTTP on loopback a token is sent only by a policy of one's own. */
export function plainSdk(endpoint: string, key: string, subscription = SUBSCRIPTION): SiteRecoveryManagementClient {
  const credential = { getToken: async () => ({ token: key, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const client = new SiteRecoveryManagementClient(credential, subscription, {
    endpoint,
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  client.pipeline.addPolicy({
    name: "plainToken",
    sendRequest(request, next) {
      request.headers.set("Authorization", `Bearer ${key}`);
      return next(request);
    },
  });
  return client;
}

export type Asked = Readonly<{ method: string; path: string; status: number; body: unknown }>;
export type RawAnswer = Readonly<{ status: number; headers: Headers; body: unknown }>;

/** The functions below /subscriptions of a sample fleet, served over HTTP; `asked` is what came and what was answered. */
export async function servedFleet() {
  const fleet = await sampleFleet();
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = `http://${request.headers.host}${request.url}`;
    const answer = (await fleet.routes.arm?.handler(await functionsRequest(request, url), new InvocationContext({ functionName: "arm" }))) ?? {};
    if (!("status" in answer)) throw new Error("the function answered without a status");
    // A long answer is bytes that are compressed already.
    const zipped = answer.body instanceof Buffer ? answer.body : undefined;
    const text = zipped ? gunzipSync(zipped).toString() : "jsonBody" in answer ? JSON.stringify(answer.jsonBody) : "";
    asked.push({ method: request.method ?? "", path: url.slice(url.indexOf("/", 8)), status: answer.status ?? 200, body: text && JSON.parse(text) });
    response
      .writeHead(answer.status ?? 200, { ...(text && { "content-type": "application/json" }), ...(answer.headers as Record<string, string>) })
      .end(zipped ?? text);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has an address object
  const raw = async (path: string, { key = fleet.keys.administrator, ...init }: RequestInit & { key?: string } = {}): Promise<RawAnswer> => {
    const answer = await fetch(path.startsWith("http") ? path : `${url}${path}`, {
      ...init,
      headers: { ...(key && { authorization: `Bearer ${key}` }), ...init.headers },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text && JSON.parse(text) };
  };
  return {
    ...fleet,
    url,
    asked,
    raw,
    sdk: plainSdk(url, fleet.keys.administrator),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function functionsRequest(request: IncomingMessage, url: string): Promise<HttpRequest> {
  const chunks: Buffer[] = await request.toArray();
  const headers = Object.fromEntries(Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(",")]));
  const query = Object.fromEntries(new URL(url).searchParams);
  const method = request.method ?? "GET";
  return new HttpRequest({ method, url, headers, query, ...(chunks.length > 0 && { body: { bytes: Buffer.concat(chunks) } }) });
}
