import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { HttpHandler, HttpResponseInit } from "@azure/functions";
import { httpRoutes } from "../../../functions/http-routes.js";
import type { FleetContext } from "../../../lib/api/cmdlet/context.js";

/** A CommonJS package, whose names Node does not know before it runs. */
const { HttpRequest, InvocationContext }: typeof import("@azure/functions") = createRequire(import.meta.url)("@azure/functions");

export type MemoryService = Readonly<{ url: string; close(): void }>;

/** The service's own functions over HTTP on loopback, on whatever stores: no host, no machine, no queue. */
export async function memoryService(context: FleetContext, at = 0): Promise<MemoryService> {
  const routes = httpRoutes(() => context);
  const byName = new Map(Object.values(routes).map(({ route = "", handler }) => [route, handler]));
  const server = createServer((request, response) => {
    answer(byName, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((listening) => server.listen(at, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

type Routes = ReadonlyMap<string, HttpHandler>;

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", headers } = request;
  const url = new URL(request.url ?? "/", `http://${headers.host}`);
  const found = find(routes, url.pathname);
  if (!found) return void response.writeHead(404).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const handed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const body = method === "GET" ? {} : { body: { bytes: Buffer.concat(chunks) } };
  const called = new HttpRequest({ method, url: url.href, headers: handed, params: found.params, ...body });
  const answered = (await found.handler(called, new InvocationContext())) as HttpResponseInit; // what handlers of ours answer
  const { jsonBody, status = 200 } = answered;
  const sent = jsonBody === undefined ? answered.body : JSON.stringify(jsonBody);
  const type = jsonBody === undefined ? {} : { "content-type": "application/json" };
  response.writeHead(status, { ...type, ...(answered.headers as Record<string, string>) }).end(sent); // ours are records
}

function find(routes: Routes, path: string): Readonly<{ handler: HttpHandler; params: Record<string, string> }> | undefined {
  for (const [route, handler] of routes) {
    const [, names = ""] = /^api\/\{cmdlet:regex\(\^\((.*)\)\$\)\}$/.exec(route) ?? [];
    const cmdlet = path.replace(/^\/api\//, "");
    if (names !== "" && names.split("|").some((name) => name.toLowerCase() === cmdlet.toLowerCase())) return { handler, params: { cmdlet } };
    if (`/${route}` === path) return { handler, params: {} };
  }
  const portal = routes.get("portal/{*path}");
  return portal && /^\/portal(\/|$)/.test(path) ? { handler: portal, params: { path: path.replace(/^\/portal\/?/, "") } } : undefined;
}
