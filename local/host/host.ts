import { resolve } from "node:path";
import { type Environment, type FailedFunction, type HostFunction, readFunctions } from "./app/functions.js";
import { invoker } from "./app/invoke.js";
import { type LoadedApp, loadApp } from "./app/load-app.js";
import { hostIdOf } from "./host-id.js";
import { readHostJson } from "./host-json.js";
import { type AdminOptions, adminRoutes } from "./http/admin-routes.js";
import type { HttpsOption } from "./http/certificate.js";
import { startHttpServer } from "./http/http-server.js";
import { type RouteTable, routeTable } from "./http/route-table.js";
import { DEFAULT_INTERVALS, type Intervals } from "./intervals.js";
import { type Listeners, listeners } from "./listeners.js";
import { newAdminKey } from "./process/admin-key.js";
import { announce } from "./process/announce.js";
import { type HostLog, type HostLogSink, hostLog, messageOf } from "./process/host-log.js";
import { shutDown } from "./process/shut-down.js";
import { queueOutputs } from "./queue/queue-output.js";
import { queueClients } from "./storage-clients.js";

export type HostOptions = Readonly<{
  /** Folder with the app's package.json (main) and host.json. */
  appDir: string;
  /** Environment of the app; set in this process until the host closes. AzureWebJobsStorage is the storage of triggers and timers. */
  settings: Environment;
  /** 0 (default) for a free one. */
  port?: number;
  https?: HttpsOption;
  log?: HostLogSink;
  intervals?: Partial<Intervals>;
  /** Name of the app in the storage, by which several hosts share timers; default: the machine and the folder. */
  hostId?: string;
  /** What the host's own routes ask for; default: a new one. */
  adminKey?: string;
  /** Largest body in bytes, for tests; 104,857,600 as in Azure. */
  bodyLimit?: number;
  /** Closes the host when aborted. */
  signal?: AbortSignal;
}>;

export type RunningHost = Readonly<{
  /** Without a slash at the end. */
  url: string;
  hostId: string;
  adminKey: string;
  functions: readonly HostFunction[];
  /** Functions in error or switched off, each with the reason. */
  failed: readonly FailedFunction[];
  /** Why the app has no functions at all, or null. */
  loadError: unknown;
  /** Listeners stop, running work is waited for (10 s), appTerminate hooks run (5 s). May be called twice. */
  close(): Promise<void>;
}>;

/** Loads the built app of a folder and serves its HTTP, queue and timer functions until it is closed. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const appDir = resolve(options.appDir);
  const hostJson = await readHostJson(appDir);
  const log = hostLog(options.log ?? (() => {}), hostJson.logLevel);
  const given: Environment = { FLEET_PROXY_HOPS: process.env.FLEET_PROXY_HOPS ?? "1", ...options.settings }; // this host says who calls, as the front end on Azure does
  const settings = { ...process.env, ...given };
  const app = await loadApp({ appDir, settings: given, log: (level, message) => log.write(level, "system", message) });
  const intervals = { ...DEFAULT_INTERVALS, ...options.intervals };
  const parts = assemble({
    app,
    settings,
    log,
    intervals,
    hostJson,
    hostId: options.hostId ?? hostIdOf(appDir, settings),
    key: options.adminKey ?? newAdminKey(),
  });
  const server = await startHttpServer({
    routes: parts.routes,
    admin: adminRoutes(parts.admin),
    invoke: parts.admin.invoke,
    log,
    port: options.port ?? 0,
    https: options.https ?? null,
    homepage: !/^true$/i.test(settings.AzureWebJobsDisableHomepage ?? ""),
    idleMs: intervals.httpIdleMs,
    ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
  }).catch((error) => {
    app.forget();
    throw error;
  });
  await parts.listeners.start();
  announce({ log, url: server.url, ...parts, app });
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= shutDown({ server, app, log, intervals, listeners: parts.listeners, running: parts.running }).finally(app.forget);
    return closing;
  };
  options.signal?.addEventListener("abort", close, { once: true });
  const { functions, failed } = parts;
  return { url: server.url, hostId: parts.admin.hostId, adminKey: parts.admin.key, functions, failed, loadError: app.error, close };
}

type Parts = Readonly<{
  functions: readonly HostFunction[];
  failed: readonly FailedFunction[];
  routes: RouteTable;
  listeners: Listeners;
  running: ReadonlySet<Promise<unknown>>;
  admin: AdminOptions;
}>;
type Ground = Readonly<{
  app: LoadedApp;
  settings: Environment;
  log: HostLog;
  intervals: Intervals;
  hostJson: Awaited<ReturnType<typeof readHostJson>>;
  hostId: string;
  key: string;
}>;

function assemble({ app, settings, log, intervals, hostJson, hostId, key }: Ground): Parts {
  const read = readFunctions(app.registry, settings);
  const routes = routeTable(read.functions, hostJson.routePrefix);
  const encoding = hostJson.queues.messageEncoding;
  const writeOutputs = queueOutputs({ clients: queueClients, encoding, settings, onSent: (name) => listening.wake(name) });
  const { invoke, running } = invoker({ registry: app.registry, log, timeoutMs: hostJson.functionTimeoutMs, writeOutputs });
  const listening = listeners(read.functions, { settings, hostId, queues: hostJson.queues, intervals, invoke, log });
  const failed = [...read.failed, ...routes.failed, ...listening.failed];
  const functions = read.functions.filter(({ name }) => !failed.some((each) => each.name === name));
  const errors = app.error === null ? [] : [messageOf(app.error)];
  const admin = { hostId, key, functions, routes: routes.routes, failed, errors, invoke, log };
  return { functions, failed, routes, listeners: listening, running, admin };
}
