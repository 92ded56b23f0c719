import type { HttpHandler } from "@azure/functions";
import type { FleetSource } from "../lib/api/cmdlet/context.js";
import { httpHandler } from "../lib/api/http/http-handler.js";
import { PRODUCT_VERSION } from "../lib/core/product.js";

/** GET /api/health: 200 when the storage answers; the error envelope with 503 when it cannot be reached, or names all settings that are wrong. It also tells the caller who it is. */
export const health = (fleet: FleetSource): HttpHandler =>
  httpHandler(fleet, {
    scope: "reader",
    answer: async (_request, { fabrics, clock, sshAddon }, { label, scope }) => {
      await fabrics.list();
      const facts = { nativeAddon: sshAddon ? "Loaded" : "Missing", node: process.version };
      return {
        jsonBody: {
          status: "Healthy",
          version: PRODUCT_VERSION,
          storage: "Reachable",
          ...facts,
          time: clock.now().toISOString(),
          caller: { label, scope },
        },
      };
    },
  });
