import type { HttpFunctionOptions } from "@azure/functions";
import { handleArm } from "../lib/api/arm/handle-arm.js";
import type { FleetContext } from "../lib/api/cmdlet/context.js";

/** What the clients of Azure call: everything below /subscriptions. */
export const arm = (fleet: () => FleetContext): HttpFunctionOptions => ({
  route: "subscriptions/{*path}",
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  authLevel: "anonymous",
  handler: handleArm(fleet),
});
