import type { HttpHandler } from "@azure/functions";
import { openHandler } from "../lib/api/http/http-handler.js";
import { once } from "../lib/core/once.js";
import { PRODUCT_VERSION } from "../lib/core/product.js";

/** GET /api/openapi.json: what every cmdlet takes and answers. Needs no key (docs/adr/0001-keys.md). */
export const openApiDocument = (): HttpHandler =>
  openHandler(async ({ url }) => ({ jsonBody: { ...(await document()), servers: [{ url: new URL(url).origin, description: "This service" }] } }));

/** Making it takes some tenths of a second, and it stays the same. */
const document = once(async () => {
  const [{ documentOf }, { CMDLETS }] = await Promise.all([import("../lib/api/openapi/document.js"), import("./cmdlet-list.js")]);
  return documentOf(CMDLETS, PRODUCT_VERSION);
});
