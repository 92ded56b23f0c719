import type { HttpRequest } from "@azure/functions";
import { FleetError } from "../../core/errors.js";

/**
 * Throws InvalidParameter for a request whose body was lost on its way: the Functions host hands over an empty one for a body in chunks, and the
 * programming model drops that of a GET. What was asked for, `WhatIf` or a filter, would otherwise be left out without a word.
 */
export function refuseLostBody({ method, headers, body }: Pick<HttpRequest, "method" | "headers" | "body">): void {
  const coding = headers.get("transfer-encoding")?.trim().toLowerCase() ?? "";
  if (coding !== "" && coding !== "identity")
    throw lost(method, `it was sent in chunks (Transfer-Encoding: ${/^[a-z, ]{1,40}$/.test(coding) ? coding : "unknown"})`);
  if (body === null) refuseEmptyBody({ method, headers }, "");
}

/** The same for a body that was read: throws when bytes were announced and none came. */
export function refuseEmptyBody({ method, headers }: Pick<HttpRequest, "method" | "headers">, body: string): void {
  const announced = Number(headers.get("content-length") ?? 0);
  if (body === "" && announced > 0) throw lost(method, `${announced} bytes were announced and none came`);
}

function lost(method: string, how: string): FleetError {
  const instead =
    method === "GET"
      ? "Send no body with GET: parameters stand in the query."
      : "Send the body as one JSON object with a Content-Length header, as `curl -d` and Invoke-RestMethod do by themselves.";
  return new FleetError("InvalidParameter", `The body of this request did not arrive: ${how}, and nothing was done. ${instead}`, {
    target: "body",
    possibleCauses:
      "The Azure Functions host passes no body on that is sent in chunks. A client sends so when it does not know the length beforehand.",
    recommendedAction: instead,
  });
}
