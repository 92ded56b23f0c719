import type { HttpFunctionOptions, HttpHandler } from "@azure/functions";
import { type AnyCmdlet, methodsOf } from "../lib/api/cmdlet/cmdlet.js";
import { routeOf } from "../lib/api/cmdlet/cmdlet-name.js";
import type { FleetContext } from "../lib/api/cmdlet/context.js";
import { handleCmdlet } from "../lib/api/http/handle-cmdlet.js";
import { once } from "../lib/core/once.js";
import { apiPage } from "./api-page.js";
import { arm, armProviders } from "./arm.js";
import { health } from "./health.js";
import { CMDLET_MODULES, CMDLET_NAMES } from "./http/cmdlet-modules.js";
import { openApiDocument } from "./openapi.js";
import { portal } from "./portal.js";
import { unknownCmdlet } from "./unknown-cmdlet.js";

/** Every HTTP function by its name. The handlers check who calls themselves, so the platform's own keys are not asked for (docs/adr/0001-keys.md). */
export const httpRoutes = (fleet: () => FleetContext): Readonly<Record<string, HttpFunctionOptions>> => ({
  ...Object.fromEntries(
    CMDLET_NAMES.map((name) => [
      name,
      { route: routeOf(name), methods: methodsOf({ name }), authLevel: "anonymous", handler: whenLoaded(CMDLET_MODULES[name], fleet) },
    ]),
  ),
  arm: arm(fleet),
  "arm-providers": armProviders(fleet),
  health: { route: "api/health", methods: ["GET"], authLevel: "anonymous", handler: health(fleet) },
  "api-page": { route: "api/docs/{file?}", methods: ["GET"], authLevel: "anonymous", handler: apiPage() },
  "openapi-document": { route: "api/openapi.json", methods: ["GET"], authLevel: "anonymous", handler: openApiDocument() },
  portal: { route: "portal/{*path}", methods: ["GET"], authLevel: "anonymous", handler: portal(fleet) },
  // The host tries functions in the order of their names.
  "zz-unknown-cmdlet": {
    route: "api/{cmdlet}",
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    authLevel: "anonymous",
    handler: unknownCmdlet(fleet),
  },
});

/** The handler of a cmdlet that is loaded at its first call. */
function whenLoaded(load: () => Promise<AnyCmdlet>, fleet: () => FleetContext): HttpHandler {
  const handler = once(async () => handleCmdlet(await load(), fleet));
  return async (request, invocation) => (await handler())(request, invocation);
}
