import type { HttpFunctionOptions, HttpHandler, HttpMethod } from "@azure/functions";
import { type AnyCmdlet, methodsOf } from "../lib/api/cmdlet/cmdlet.js";
import { routeOf } from "../lib/api/cmdlet/cmdlet-name.js";
import type { FleetSource } from "../lib/api/cmdlet/context.js";
import { once } from "../lib/core/once.js";
import { CMDLET_MODULES, CMDLET_NAMES } from "./http/cmdlet-modules.js";

/** Every HTTP function by its name. The handlers check who calls themselves, so the platform's own keys are not asked for (docs/adr/0001-keys.md). */
export const httpRoutes = (fleet: FleetSource): Readonly<Record<string, HttpFunctionOptions>> => {
  const arm = async () => (await import("../lib/api/arm/handle-arm.js")).handleArm(fleet);
  return {
    ...Object.fromEntries(CMDLET_NAMES.map((name) => [name, route(routeOf(name), methodsOf({ name }), cmdlet(CMDLET_MODULES[name], fleet))])),
    // What the clients of Azure call; what they ask the provider itself, outside of every subscription, is not here, and that is said.
    arm: route("subscriptions/{*path}", ANY, arm),
    "arm-providers": route("providers/{*path}", ANY, arm),
    health: route("api/health", ["GET"], async () => (await import("./health.js")).health(fleet)),
    "api-page": route("api/docs/{file?}", ["GET"], async () => (await import("./api-page.js")).apiPage()),
    "openapi-document": route("api/openapi.json", ["GET"], async () => (await import("./openapi.js")).openApiDocument()),
    portal: route("portal/{*path}", ["GET"], async () => (await import("./portal.js")).portal(fleet)),
    // The host tries functions in the order of their names.
    "zz-unknown-cmdlet": route("api/{cmdlet}", ANY, async () => (await import("./unknown-cmdlet.js")).unknownCmdlet(fleet)),
  };
};

const ANY: HttpMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** A function whose handler is loaded at its first call, so that a start loads none of them. */
function route(path: string, methods: HttpMethod[], load: () => Promise<HttpHandler>): HttpFunctionOptions {
  const handler = once(load);
  return { route: path, methods, authLevel: "anonymous", handler: async (request, invocation) => (await handler())(request, invocation) };
}

const cmdlet = (load: () => Promise<AnyCmdlet>, fleet: FleetSource) => async () => {
  const [{ handleCmdlet }, declared] = await Promise.all([import("../lib/api/http/handle-cmdlet.js"), load()]);
  return handleCmdlet(declared, fleet);
};
