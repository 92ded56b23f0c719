/** What any call may be answered instead, by status. */
export const ERRORS = [
  ["400", "A parameter is unknown, missing or wrong; the message names it"],
  ["401", "No valid key"],
  ["403", "The key's scope is too small"],
  ["404", "There is no such thing"],
  ["409", "The present state forbids it"],
  ["500", "The service failed; the log has the cause under the request id"],
  ["503", "The storage cannot be reached at the moment"],
] as const;

const detail = ["code", "message", "possibleCauses", "recommendedAction", "activityId"];
/** The error envelope of Azure Resource Manager, as `errorAnswer` words it. */
export const ERROR: Readonly<Record<string, unknown>> = {
  type: "object",
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
