import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { systemClock } from "../../../lib/core/clock.js";
import { FleetError } from "../../../lib/core/errors.js";
import type { Invoke } from "../app/invoke.js";
import type { HostLog } from "../process/host-log.js";
import { messageOf } from "../process/host-log.js";
import type { AdminRoutes } from "./admin-routes.js";
import { certificate, type HttpsOption } from "./certificate.js";
import { type HeldBodies, heldBodies } from "./held-bodies.js";
import { BODY_LIMIT, BodyTooLarge, httpData, NoRoomForBody, readBody } from "./http-request.js";
import { sendEmpty, sendResponse, sendText } from "./http-response.js";
import { type OpenConnections, openConnections } from "./open-connections.js";
import { PARSER_LIMIT, refusal } from "./request-limits.js";
import { requestPath, urlPath } from "./request-path.js";
import type { RouteTable } from "./route-table.js";
import { strangersRequest } from "./strangers-request.js";

export type HttpOptions = Readonly<{
  routes: RouteTable;
  admin: AdminRoutes;
  invoke: Invoke;
  log: HostLog;
  /** 0 for a free one. */
  port: number;
  https: HttpsOption | null;
  homepage: boolean;
  /** A connection over which nothing goes for so long is closed, else who does not read an answer keeps it for ever. */
  idleMs: number;
  bodyLimit?: number;
}>;
type Serving = HttpOptions & Readonly<{ held: HeldBodies; connections: OpenConnections }>;

/** So many connections are open at the most. */
const CONNECTIONS = 1_000;
/** Header and whole request must have come in by then; looked at every second. */
const SLOWEST = { headersTimeout: 10_000, requestTimeout: 120_000, connectionsCheckingInterval: 1_000 };

/** Serves the HTTP functions on 127.0.0.1. `close` refuses new calls at once and resolves when the running ones were answered or cut. */
export async function startHttpServer(options: HttpOptions): Promise<{ url: string; close(): Promise<void>; cut(): void }> {
  let closing = false;
  const held = heldBodies(options.bodyLimit ?? BODY_LIMIT, systemClock);
  const server = await createFor(options.https, (request, response) => {
    response.once("close", () => {
      connections.waits(request.socket);
      if (closing) server.closeIdleConnections(); // else a client's keep-alive would hold the end up
    });
    connections.moves(request.socket);
    void answer({ ...options, held, connections }, request, response);
  });
  const connections = openConnections(server, CONNECTIONS);
  server.timeout = options.idleMs;
  server.keepAliveTimeout = options.idleMs; // Node's own 5 s end connections that busy clients are about to use again
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has an address object
  const close = async () => {
    const closed = once(server, "close");
    closing = true;
    server.close();
    server.closeIdleConnections();
    await closed;
  };
  return { url: `${options.https === null ? "http" : "https"}://127.0.0.1:${port}`, close, cut: () => server.closeAllConnections() };
}

async function createFor(https: HttpsOption | null, listener: RequestListener): Promise<Server> {
  const limits = { maxHeaderSize: PARSER_LIMIT, ...SLOWEST };
  return https === null ? createServer(limits, listener) : createSecureServer({ ...limits, ...(await certificate(https)) }, listener);
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new FleetError("InvalidSettings", `the host cannot listen on 127.0.0.1:${port}: ${messageOf(cause)}. Choose another port`, { cause });
  }
}

async function answer(options: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(options, request, response);
  } catch (error) {
    if (error instanceof BodyTooLarge) options.log.error(`${request.method} ${request.url}: ${error.message}`);
    if (response.headersSent) return void response.destroy();
    if (error instanceof NoRoomForBody) return void sendText(response, 503, error.message, { connection: "close", "retry-after": "1" });
    if (error instanceof BodyTooLarge) response.setHeader("connection", "close");
    sendEmpty(response, 500);
  }
}

async function route(options: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = refusal(request);
  if (refused !== null) return refuse(response, refused);
  const scheme = options.https === null ? "http" : "https";
  const stranger = strangersRequest(request, scheme);
  if (stranger !== null) return sendText(response, 403, `${stranger}\n`, { connection: "close" });
  const target = originForm(request.url ?? "/");
  const decoded = requestPath(target);
  const query = /\?[^#]*/.exec(target)?.[0] ?? "";
  const address = `${scheme}://${request.headers.host ?? "127.0.0.1"}${urlPath(decoded ?? "")}${query}`;
  if (decoded === null || !URL.canParse(address)) return refuse(response, 400);
  const path = decoded.slice(1);
  if (/^(admin|runtime)(\/|$)/i.test(path)) return await options.admin.answer(request, response, path);
  const found = options.routes.find(request.method ?? "GET", path);
  if (!found) return path === "" && request.method === "GET" ? sendHomepage(response, options.homepage) : sendEmpty(response, 404);
  const moved = () => options.connections.moves(request.socket);
  const body = await readBody(request, { log: options.log, limit: options.bodyLimit ?? BODY_LIMIT, held: options.held, moved });
  options.connections.works(request.socket);
  const http = httpData(request, { url: new URL(address), params: found.params, body });
  const { returnValue } = await options.invoke(found.fn, { input: { http }, reason: `${request.method} /${path}` });
  sendResponse(response, returnValue);
}

/** A client that speaks to a proxy names the whole URL. */
const originForm = (target: string): string => target.replace(/^https?:\/\/[^/?#]*/i, "") || "/";

/** What the server itself refuses ends the connection, too. */
function refuse(response: ServerResponse, status: number): void {
  response.setHeader("connection", "close");
  sendEmpty(response, status);
}

function sendHomepage(response: ServerResponse, homepage: boolean): void {
  if (!homepage) return void response.writeHead(204).end();
  const page = "<!doctype html><title>Functions host</title><p>Your function app is up and running on the local Functions host.</p>";
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
}
