import type { FailedFunction, HostFunction } from "../app/functions.js";
import { messageOf } from "../process/host-log.js";
import { type Route, type RouteValues, routeTemplate } from "./route-template.js";

export type ServedRoute = Readonly<{ fn: HostFunction; methods: readonly string[]; path: string; route: Route }>;
export type RouteTable = Readonly<{
  routes: readonly ServedRoute[];
  failed: readonly FailedFunction[];
  /** The first function, in the order of names, whose route and methods accept the call. */
  find(method: string, path: string): { fn: HostFunction; params: RouteValues } | null;
}>;

/** Routes of the HTTP functions, which come in the order of their names; a function with a bad or taken route is in error, others are served. */
export function routeTable(functions: readonly HostFunction[], routePrefix: string): RouteTable {
  const routes: ServedRoute[] = [];
  const failed: FailedFunction[] = [];
  for (const fn of functions.filter(({ kind }) => kind === "http")) {
    try {
      routes.push(serve(fn, routePrefix, routes));
    } catch (error) {
      failed.push({ name: fn.name, reason: messageOf(error), disabled: false });
    }
  }
  return { routes, failed, find: (method, path) => findRoute(routes, method, path) };
}

function findRoute(routes: readonly ServedRoute[], method: string, path: string): ReturnType<RouteTable["find"]> {
  for (const { fn, methods, route } of routes) {
    const params = methods.includes(method) ? route.match(path) : null;
    if (params !== null) return { fn, params };
  }
  return null;
}

function serve(fn: HostFunction, routePrefix: string, others: readonly ServedRoute[]): ServedRoute {
  const own = typeof fn.trigger.route === "string" ? fn.trigger.route : fn.name;
  if (/^(admin|runtime)/i.test(own)) throw new Error(`its route "${own}" begins with admin or runtime, which belong to the host`);
  if (routePrefix !== "" && own.startsWith("/")) throw new Error(`its route "${own}" must not begin with a slash`);
  const path = routePrefix === "" ? own : `${routePrefix}/${own}`;
  const methods = methodsOf(fn);
  const taken = others.find((other) => other.path.toLowerCase() === path.toLowerCase() && other.methods.some((method) => methods.includes(method)));
  if (taken) throw new Error(`its route "${path}" is the one of "${taken.fn.name}", for a method that both serve`);
  return { fn, methods, path, route: routeTemplate(path) };
}

const ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

function methodsOf({ trigger }: HostFunction): readonly string[] {
  const methods = Array.isArray(trigger.methods) ? trigger.methods.map((method) => String(method).toUpperCase()) : [];
  return methods.length === 0 ? ALL_METHODS : methods;
}
