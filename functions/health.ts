import type { HttpHandler } from "@azure/functions";
import type { FleetContext } from "../lib/api/cmdlet/context.js";
import { httpHandler } from "../lib/api/http/http-handler.js";
import { VERSION } from "../lib/core/product.js";

/** GET /api/health: 200 when the storage answers; the error envelope with 503 when it cannot be reached. */
export const health = (fleet: () => FleetContext): HttpHandler =>
  httpHandler(fleet, {
    scope: "reader",
    answer: async (_request, { fabrics, clock }) => {
      await fabrics.list();
      return { jsonBody: { status: "Healthy", version: VERSION, storage: "Reachable", time: clock.now().toISOString() } };
    },
  });
