import type { HttpResponseInit } from "@azure/functions";
import { type ErrorCode, FleetError, type RequestErrorCode } from "../../core/errors.js";
import { WrongSettings } from "../../core/settings/wrong-settings.js";
import { withCodesInFile } from "../../core/unfit-character.js";
import type { Caller } from "./caller.js";
import { FORGIVEN_SECONDS } from "./failed-keys.js";

type Ids = Pick<Caller, "requestId" | "clientRequestId">;

/** What the envelope calls an error instead of our own word for it, which its details keep. */
export type CodeNames = Readonly<Partial<Record<ErrorCode, string>>>;

/** Words every error as Azure Resource Manager does; of what it repeats, nothing steers a terminal or turns a text. What was not foreseen is answered blandly; the log has it. */
export function errorAnswer(thrown: unknown, ids: Ids, names: CodeNames = {}): HttpResponseInit {
  const error = isForeseen(thrown) ? thrown : bland(ids);
  return {
    status: statusOf(error),
    headers: headersOf(error),
    jsonBody: {
      error: {
        code: names[error.code] ?? error.code,
        message: withCodesInFile(error.message),
        target: targetOf(error),
        details: (error.details.length > 0 ? error.details : [error]).map((one) => detail(one, ids)),
      },
    },
  };
}

/** True for errors whose text is meant for the caller. */
export const isForeseen = (thrown: unknown): thrown is FleetError => thrown instanceof FleetError && statusOf(thrown) !== 500;

const detail = (error: FleetError, { requestId, clientRequestId }: Ids) => ({
  code: error.code,
  message: withCodesInFile(error.message),
  possibleCauses: error.possibleCauses ?? "",
  recommendedAction: error.recommendedAction ?? ADVICE[error.code] ?? "",
  clientRequestId: clientRequestId ?? null,
  activityId: requestId,
  target: targetOf(error),
});

const targetOf = ({ target }: FleetError): string | null => (target === undefined ? null : withCodesInFile(target));

/** A state of the machine, the account or the catalogue that forbids the call is a conflict. */
function statusOf(error: FleetError): number {
  if (error instanceof WrongSettings) return 503; // the app as a whole; a single secret that no key opens is a fault of ours instead
  return error.code in STATUS ? STATUS[error.code as RequestErrorCode] : 409; // `in` has shown that it is one
}

const STATUS: Readonly<Record<RequestErrorCode, number>> = {
  InvalidParameter: 400,
  Unauthorized: 401,
  Forbidden: 403,
  TooManyRequests: 429,
  ResourceNotFound: 404,
  VaultNotFound: 404,
  MissingApiVersionParameter: 400,
  Conflict: 409,
  PlanOutdated: 409,
  NotImplemented: 501,
  StorageUnavailable: 503,
  IdentityUnavailable: 503,
  InvalidSettings: 500,
  Internal: 500,
};

function headersOf({ code, target }: FleetError): Record<string, string> {
  switch (code) {
    case "Unauthorized": // RFC 6750: the error is named when something was sent, and it was not good
      return { "WWW-Authenticate": `Bearer realm="mobility-fleet"${target === undefined ? "" : ', error="invalid_token"'}` };
    case "TooManyRequests":
      return { "Retry-After": String(FORGIVEN_SECONDS) };
    case "StorageUnavailable":
    case "IdentityUnavailable":
      return { "Retry-After": "10" };
    default:
      return {};
  }
}

const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  InvalidParameter: "Correct the parameter and call again; /api/openapi.json describes every cmdlet.",
  ResourceNotFound: "Check the name or ID with the Get- cmdlet of its kind.",
  MissingApiVersionParameter: "Add api-version=2023-06-01 to the query, or any other version: all are accepted.",
  Conflict: "Read the present state and call again.",
  PlanOutdated: "Make a new plan with WhatIf, read it, and call again with its PlanId.",
  StorageUnavailable: "Call again in a few seconds.",
  Internal: "Give the request id to an administrator, who finds the cause in the log.",
};

const bland = ({ requestId }: Ids) => new FleetError("Internal", `The request failed for a reason that is not the caller's; its id is ${requestId}`);
