import type { FailedFunction, HostFunction } from "../app/functions.js";
import type { LoadedApp } from "../app/load-app.js";
import type { RouteTable } from "../http/route-table.js";
import type { HostLog } from "./host-log.js";

/** Tells at the start what is served where, what is not and why, and which difference to Azure matters for this app. */
export function announce(host: {
  log: HostLog;
  url: string;
  app: LoadedApp;
  functions: readonly HostFunction[];
  failed: readonly FailedFunction[];
  routes: RouteTable;
}): void {
  const { log, url, app, functions } = host;
  if (app.error !== null) {
    const why = app.error instanceof Error ? (app.error.stack ?? app.error.message) : String(app.error);
    log.error(`THE APP COULD NOT BE LOADED: the host runs with 0 functions, and every route answers 404.\n${why}`);
  }
  for (const { name, reason, disabled } of host.failed) {
    if (disabled) log.info(`${name}: ${reason}`);
    else log.error(`The function "${name}" is in error and does not run: ${reason}`);
  }
  const guarded = functions.filter(({ trigger }) => typeof trigger.authLevel === "string" && trigger.authLevel !== "anonymous");
  if (guarded.length > 0)
    log.warn(`Keys are not checked on this host, as with Core Tools, but are in Azure: ${guarded.map(({ name }) => name).join(", ")}`);
  const lines = functions.map((fn) => `  ${fn.name}: ${whatStarts(fn, host.routes, url)}`);
  log.info([`Functions (${functions.length}) at ${url}:`, ...lines].join("\n"));
}

function whatStarts(fn: HostFunction, routes: RouteTable, url: string): string {
  const route = routes.routes.find((each) => each.fn === fn);
  if (route) return `[${route.methods.join(",")}] ${url}/${route.path}`;
  return fn.kind === "queue" ? `queueTrigger ${fn.trigger.queueName}` : `timerTrigger ${fn.trigger.schedule}`;
}
