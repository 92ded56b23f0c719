import type { HttpFunctionOptions } from "@azure/functions";
import { handleArm } from "../lib/api/arm/handle-arm.js";
import type { FleetContext } from "../lib/api/cmdlet/context.js";

/** What the clients of Azure ask the resource provider itself, outside of every subscription: none of it is here, and that is said. */
export const armProviders = (fleet: () => FleetContext): HttpFunctionOptions => ({
  route: "providers/{*path}",
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  authLevel: "anonymous",
  handler: handleArm(fleet),
});
