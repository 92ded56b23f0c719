import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { hostname } from "node:os";
import { HOST_VERSION } from "../app/core-module.js";
import type { TypedData } from "../app/core-types.js";
import type { FailedFunction, HostFunction } from "../app/functions.js";
import type { Invoke } from "../app/invoke.js";
import { type HostLog, messageOf } from "../process/host-log.js";
import { readBody, SMALL_BODY } from "./http-request.js";
import { sendEmpty, sendJson } from "./http-response.js";
import type { ServedRoute } from "./route-table.js";

export type AdminRoutes = Readonly<{ answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> }>;
export type AdminOptions = Readonly<{
  hostId: string;
  /** What a caller gives in the header x-functions-key or as ?code=. */
  key: string;
  functions: readonly HostFunction[];
  routes: readonly ServedRoute[];
  failed: readonly FailedFunction[];
  errors: readonly string[];
  invoke: Invoke;
  log: HostLog;
}>;

/** The host's own routes: status, ping, the list of functions, and a start by hand. All but a ping ask for the key, as the master key in Azure. */
export function adminRoutes(options: AdminOptions): AdminRoutes {
  const instanceId = randomUUID();
  return {
    async answer(request, response, path) {
      const [what = "", name, part] = path
        .replace(/^admin\//i, "")
        .replace(/\/$/, "")
        .split("/");
      const call =
        `${request.method} ${[what, ...(what === "functions" && name !== undefined ? ["*"] : [name])].filter(Boolean).join("/")}`.toLowerCase();
      const fn = options.functions.find((each) => each.name.toLowerCase() === (name ?? "").toLowerCase());
      if (call === "get host/ping" || call === "post host/ping") return sendEmpty(response, 200);
      if (/^admin/i.test(path) && !hasKey(request, options.key)) return sendEmpty(response, 401);
      if (call === "get host/status") return sendJson(response, hostStatus(options, instanceId));
      if (call === "get functions") return sendJson(response, allFunctions(options));
      if (call === "get functions/*" && part === undefined && fn) return sendJson(response, describe(fn, options));
      if (call === "get functions/*" && part?.toLowerCase() === "status" && fn) return sendJson(response, {});
      if (call === "post functions/*" && part === undefined && fn) return await startByHand(options, fn, request, response);
      sendEmpty(response, 404);
    },
  };
}

function hasKey(request: IncomingMessage, key: string): boolean {
  const given = request.headers["x-functions-key"] ?? new URLSearchParams(request.url?.split("?")[1] ?? "").get("code") ?? "";
  return timingSafeEqual(digest(String(given)), digest(key));
}

const digest = (text: string) => createHash("sha256").update(text).digest();

async function startByHand(options: AdminOptions, fn: HostFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = inputOf(await readBody(request, { log: options.log, limit: SMALL_BODY }));
  if (body === null) return sendEmpty(response, 400);
  response.writeHead(202, { "content-length": 0 }).end();
  const call = { input: triggerInput(fn, body), reason: "started by hand over /admin" };
  options.invoke(fn, call).catch(() => {}); // the invocation has logged its error; nobody waits for it
}

/** The text of {"input": …}, or null when the body is no such object. */
function inputOf(body: Buffer | null): string | null {
  try {
    const value: unknown = JSON.parse(String(body));
    if (typeof value !== "object" || value === null) return null;
    const input = "input" in value ? value.input : "";
    return typeof input === "string" ? input : JSON.stringify(input);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw new Error(messageOf(error));
  }
}

function triggerInput(fn: HostFunction, text: string): TypedData {
  if (fn.kind === "queue") return { string: text };
  if (fn.kind === "timer") return { json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false }) };
  return { http: { method: "POST", url: "http://127.0.0.1/", headers: {}, query: {}, params: {}, body: { string: text } } };
}

const hostStatus = ({ hostId, errors }: AdminOptions, instanceId: string) => ({
  id: hostId,
  state: errors.length === 0 ? "Running" : "Error",
  version: HOST_VERSION,
  versionDetails: `${HOST_VERSION} (local host)`,
  instanceId,
  computerName: hostname(),
  processUptime: Math.round(process.uptime() * 1000),
  ...(errors.length === 0 ? {} : { errors }),
});

const allFunctions = (options: AdminOptions) => [
  ...options.functions.map((fn) => describe(fn, options)),
  ...options.failed.map(({ name, reason, disabled }) => ({ name, isDisabled: disabled, error: reason })),
];

const describe = (fn: HostFunction, { routes }: AdminOptions) => ({
  name: fn.name,
  language: "node",
  isDisabled: false,
  invoke_url_template: routes.find((route) => route.fn === fn)?.path ?? null,
  config: { name: fn.name, language: "node", bindings: Object.entries(fn.metadata.bindings).map(([name, binding]) => ({ ...binding, name })) },
});
