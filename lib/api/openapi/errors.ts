import { FleetError } from "../../core/errors.js";
import { errorAnswer } from "../http/error-answer.js";
import { type Json, ref } from "./json.js";

/** What any call may be answered instead, by status, each with a true example. */
export const ERRORS = [
  {
    status: "400",
    description: "A parameter is unknown, missing or wrong; the message names it",
    example: new FleetError(
      "InvalidParameter",
      "The mandatory parameter ReplicationProtectedItem (an ASRReplicationProtectedItem object with its ID, or the ID as a text) is missing for the parameter set Default",
      { target: "ReplicationProtectedItem" },
    ),
  },
  {
    status: "401",
    description: "Nothing was sent that proves who calls, or it proves nothing",
    example: new FleetError("Unauthorized", "The key has expired", {
      target: "Authorization",
      recommendedAction: "Send a fleet key as `Authorization: Bearer mf_…`; an administrator makes one.",
    }),
  },
  {
    status: "403",
    description: "The scope of the key, or the app role of the caller, is too small",
    example: new FleetError("Forbidden", 'This call needs a key with the scope operator; the key "dashboard" has reader', {
      recommendedAction: "Use a key with the scope operator or a wider one.",
    }),
  },
  {
    status: "404",
    description: "There is no such thing",
    example: new FleetError("ResourceNotFound", 'There is no fabric "CS9"', { target: "CS9" }),
  },
  {
    status: "409",
    description: "The present state forbids it",
    example: new FleetError("Conflict", "The job has ended and cannot be stopped"),
  },
  {
    status: "429",
    description: "Too many keys that prove nothing came from the caller's address; a right one is answered all the same",
    example: new FleetError("TooManyRequests", "Too many keys that are not known came from this address", { target: "Authorization" }),
  },
  {
    status: "500",
    description: "The service failed; the log has the cause under the request id",
    example: new Error("not foreseen"),
  },
  {
    status: "503",
    description: "The storage, or the keys of the tenant, cannot be reached at the moment",
    example: new FleetError("StorageUnavailable", "Table Storage does not answer", { retryable: true }),
  },
] as const;

const IDS = { requestId: "0d4f1a52-2c0e-4a43-9d0e-3c3b6a7f1e55", clientRequestId: "5e9cbe08-8c5b-4c55-8d1f-3d1d1f0e7c11" };

export const errorResponses = (content: Json): Json =>
  Object.fromEntries(
    ERRORS.map(({ status, description, example }) => [
      `Error${status}`,
      { description, headers: headersOf(status), content: withExample(content, example) },
    ]),
  );

const headersOf = (status: string): Json => ({
  "x-ms-request-id": ref("headers", "RequestId"),
  ...((status === "503" || status === "429") && { "Retry-After": ref("headers", "RetryAfter") }),
});

function withExample(content: Json, example: Error): Json {
  return Object.fromEntries(
    Object.entries(content).map(([type, body]) => [type, { ...(body as Json), example: errorAnswer(example, IDS).jsonBody }]),
  ); // json() made it
}

const detail = ["code", "message", "possibleCauses", "recommendedAction", "activityId"];
/** The error envelope of Azure Resource Manager, as `errorAnswer` words it. */
export const ERROR: Json = {
  type: "object",
  description: "The error envelope of Azure Resource Manager. `code` is for programs, `message` for people.",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "details"],
      properties: {
        code: { type: "string" },
        message: { type: "string" },
        target: { type: ["string", "null"] },
        details: {
          type: "array",
          items: {
            type: "object",
            required: detail,
            properties: {
              ...Object.fromEntries(detail.map((name) => [name, { type: "string" }])),
              clientRequestId: { type: ["string", "null"] },
              target: { type: ["string", "null"] },
            },
          },
        },
      },
    },
  },
};
