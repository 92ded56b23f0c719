import type { HttpHandler } from "@azure/functions";
import type { FleetContext } from "../lib/api/context.js";
import { httpHandler } from "../lib/api/http-handler.js";
import { openApi } from "../lib/api/openapi.js";
import { VERSION } from "../lib/core/product.js";
import { CMDLETS } from "./cmdlet-list.js";

/** GET /api/openapi.json: what every cmdlet takes and answers. */
export const openApiDocument = (fleet: () => FleetContext): HttpHandler =>
  httpHandler(fleet, {
    scope: "reader",
    answer: async ({ url }) => ({ jsonBody: openApi(CMDLETS, { version: VERSION, server: new URL(url).origin }) }),
  });
