import type { HttpResponseInit } from "@azure/functions";
import { type ErrorCode, FleetError, type RequestErrorCode } from "../core/errors.js";
import type { Caller } from "./caller.js";

type Ids = Pick<Caller, "requestId" | "clientRequestId">;

/** Words every error as Azure Resource Manager does. What was not foreseen is answered blandly; the log has it. */
export function errorAnswer(thrown: unknown, ids: Ids): HttpResponseInit {
  const error = isForeseen(thrown) ? thrown : bland(ids);
  return {
    status: statusOf(error.code),
    headers: { ...HEADERS[error.code] },
    jsonBody: {
      error: {
        code: error.code,
        message: error.message,
        target: error.target ?? null,
        details: (error.details.length > 0 ? error.details : [error]).map((one) => detail(one, ids)),
      },
    },
  };
}

/** True for errors whose text is meant for the caller. */
export const isForeseen = (thrown: unknown): thrown is FleetError => thrown instanceof FleetError && statusOf(thrown.code) !== 500;

const detail = (error: FleetError, { requestId, clientRequestId }: Ids) => ({
  code: error.code,
  message: error.message,
  possibleCauses: error.possibleCauses ?? "",
  recommendedAction: error.recommendedAction ?? ADVICE[error.code] ?? "",
  clientRequestId: clientRequestId ?? null,
  activityId: requestId,
  target: error.target ?? null,
});

/** A state of the machine, the account or the catalogue that forbids the call is a conflict. */
const statusOf = (code: ErrorCode): number => (code in STATUS ? STATUS[code as RequestErrorCode] : 409); // `in` has shown that it is one

const STATUS: Readonly<Record<RequestErrorCode, number>> = {
  InvalidParameter: 400,
  Unauthorized: 401,
  Forbidden: 403,
  ResourceNotFound: 404,
  Conflict: 409,
  StorageUnavailable: 503,
  InvalidSettings: 500,
  Internal: 500,
};

const HEADERS: Readonly<Partial<Record<ErrorCode, Record<string, string>>>> = {
  Unauthorized: { "WWW-Authenticate": 'Bearer realm="mobility-fleet"' },
  StorageUnavailable: { "Retry-After": "10" },
};

const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  InvalidParameter: "Correct the parameter and call again; /api/openapi.json describes every cmdlet.",
  ResourceNotFound: "Check the name or ID with the Get- cmdlet of its kind.",
  Conflict: "Read the present state and call again.",
  StorageUnavailable: "Call again in a few seconds.",
  Internal: "Give the request id to an administrator, who finds the cause in the log.",
};

const bland = ({ requestId }: Ids) => new FleetError("Internal", `The request failed for a reason that is not the caller's; its id is ${requestId}`);
