import type { AnyCmdlet } from "../cmdlet/cmdlet.js";
import { OUTPUTS } from "../objects/output.js";
import { type Json, json, ref } from "./json.js";
import { exampleOf, pageExampleOf } from "./recorded.js";

/** The good answers of a cmdlet by status. */
export function answersOf({ output, answers, supportsShouldProcess }: AnyCmdlet): Json {
  const id = outputIdOf({ output });
  const one = ref("schemas", id);
  const shown = [...(answers === "list" ? [ref("schemas", `${id}Page`), one] : [one]), ...(supportsShouldProcess ? [ref("schemas", "WhatIf")] : [])];
  const examples = {
    ...(answers === "list" && pageExampleOf(id)),
    ...exampleOf(id),
    ...(supportsShouldProcess && exampleOf("WhatIf")),
  };
  const headers = { "x-ms-request-id": ref("headers", "RequestId") };
  const done = { description: "What was asked for", headers, content: json(shown.length === 1 ? one : { anyOf: shown }, { examples }) };
  if (answers !== "job") return { 200: done };
  const ofJob = { ...headers, Location: ref("headers", "JobLocation"), "Retry-After": ref("headers", "RetryAfter") };
  return { 200: done, 202: { description: "The work goes on in a job", headers: ofJob, content: json(one, { examples: exampleOf(id) }) } };
}

/** A page of each object that is listed. */
export function pageSchemas(cmdlets: readonly AnyCmdlet[]): Json {
  const listed = new Set(cmdlets.filter(({ answers }) => answers === "list").map(outputIdOf));
  return Object.fromEntries(
    [...listed].map((id) => [
      `${id}Page`,
      {
        type: "object",
        description: `A page of ${id} objects. \`nextLink\` gives the next one, with GET as it stands; the last page has none.`,
        required: ["value"],
        properties: {
          value: { type: "array", items: ref("schemas", id) },
          nextLink: { type: "string", format: "uri" },
          damagedRows: DAMAGED_ROWS,
          ...changesOf(id),
        },
      },
    ]),
  );
}

/** Of the one list that also tells what changed. */
const changesOf = (id: string): Json =>
  id === "ASRMobilityServiceUpdate"
    ? {
        changeToken: { type: "string", description: "For ChangedSince: the next answer is what changed since this one." },
        complete: {
          type: "boolean",
          description: "False when `value` holds only the machines that changed; they take the place of those known before.",
        },
      }
    : {};

const DAMAGED_ROWS: Json = {
  type: "array",
  description: "Rows of storage that cannot be read and are therefore missing in `value`; only there when there are any.",
  items: {
    type: "object",
    required: ["table", "partitionKey", "rowKey", "reason"],
    properties: Object.fromEntries(["table", "partitionKey", "rowKey", "reason"].map((name) => [name, { type: "string" }])),
  },
};

export const outputIdOf = ({ output }: Pick<AnyCmdlet, "output">): string => OUTPUTS.get(output)?.id ?? "";
