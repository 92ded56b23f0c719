import type { HttpHandler } from "@azure/functions";
import { openHandler } from "../lib/api/http/http-handler.js";
import { documentOf } from "../lib/api/openapi/document.js";
import { PRODUCT_VERSION } from "../lib/core/product.js";
import { CMDLETS } from "./cmdlet-list.js";

/** GET /api/openapi.json: what every cmdlet takes and answers. Needs no key (docs/adr/0001-keys.md). */
export const openApiDocument = (): HttpHandler =>
  openHandler(async ({ url }) => ({ jsonBody: { ...document(), servers: [{ url: new URL(url).origin, description: "This service" }] } }));

let made: ReturnType<typeof documentOf> | undefined;

/** Making it takes some tenths of a second, and it stays the same. */
function document() {
  made ??= documentOf(CMDLETS, PRODUCT_VERSION);
  return made;
}
