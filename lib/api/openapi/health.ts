import { ERRORS } from "./errors.js";
import { type Json, json, ref } from "./json.js";

/** GET /api/health, the one operation that is no cmdlet. */
export const healthPath = (version: string): Json => ({
  get: {
    operationId: "getHealth",
    tags: ["Alerts and the service"],
    summary: "Tells whether the service works and reaches its storage, and who asks with which scope.",
    description: "Needs the scope reader.",
    "x-scope": "reader",
    responses: {
      200: {
        description: "It does",
        headers: { "x-ms-request-id": ref("headers", "RequestId") },
        content: json(HEALTH, {
          example: {
            status: "Healthy",
            version,
            storage: "Reachable",
            ...FACTS,
            time: "2026-11-24T14:04:26.000Z",
            caller: { label: "night-shift", scope: "operator" },
          },
        }),
      },
      ...Object.fromEntries(
        ERRORS.filter(({ status }) => !["400", "404", "409"].includes(status)).map(({ status }) => [status, ref("responses", `Error${status}`)]),
      ),
    },
  },
});

const FACTS = { nativeAddon: "Loaded", node: "v22.21.1" };

const HEALTH: Json = {
  type: "object",
  required: ["status", "version", "storage", "nativeAddon", "node", "time", "caller"],
  properties: {
    status: { type: "string", const: "Healthy" },
    version: { type: "string" },
    storage: { type: "string", const: "Reachable" },
    nativeAddon: {
      type: "string",
      enum: ["Loaded", "Missing"],
      description:
        "That of the SSH library. Missing: the app was installed or built on another version of Node than the one that runs it; uploads cost about twice the CPU.",
    },
    node: { type: "string", description: "The version of Node that runs the app." },
    time: { type: "string", format: "date-time" },
    caller: {
      type: "object",
      description: "Who asked, and with which scope.",
      required: ["label", "scope"],
      properties: { label: { type: "string" }, scope: { type: "string", enum: ["reader", "operator", "administrator"] } },
    },
  },
};
