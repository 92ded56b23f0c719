import type { HttpHandler } from "@azure/functions";
import { methodsOf } from "../lib/api/cmdlet/cmdlet.js";
import { allNames } from "../lib/api/cmdlet/cmdlet-name.js";
import type { FleetSource } from "../lib/api/cmdlet/context.js";
import { suggest } from "../lib/api/cmdlet/suggest.js";
import { httpHandler } from "../lib/api/http/http-handler.js";
import { FleetError } from "../lib/core/errors.js";
import { CMDLET_NAMES } from "./http/cmdlet-modules.js";

/** What no cmdlet takes: a name that is none, or a method that the cmdlet does not answer. Its function's name sorts last, so that it comes last. */
export const unknownCmdlet = (fleet: FleetSource): HttpHandler =>
  httpHandler(fleet, {
    scope: "reader",
    answer: async ({ method, params }) => {
      throw notFound(method, params.cmdlet ?? "");
    },
  });

/** What lies beside the cmdlets, and is only read. */
const READ_ONLY = new Set(["health", "docs", "openapi.json"]);

function notFound(method: string, name: string): FleetError {
  const cmdlet = CMDLET_NAMES.find((one) => allNames(one).some((known) => known.toLowerCase() === name.toLowerCase()));
  if (cmdlet)
    return new FleetError("ResourceNotFound", `${cmdlet} is called with ${methodsOf({ name: cmdlet }).join(" or ")}; got ${method}`, {
      target: cmdlet,
    });
  if (READ_ONLY.has(name.toLowerCase()))
    return new FleetError("ResourceNotFound", `/api/${name} is called with GET; got ${method}`, { target: name });
  const near = suggest(name, CMDLET_NAMES.flatMap(allNames));
  return new FleetError("ResourceNotFound", `There is no cmdlet "${name.slice(0, 100)}"`, {
    target: name.slice(0, 100),
    recommendedAction: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "GET /api/openapi.json describes every cmdlet.",
  });
}
