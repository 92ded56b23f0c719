import { type AnyCmdlet, methodsOf } from "../cmdlet/cmdlet.js";
import { groupOf } from "../cmdlet/cmdlet-group.js";
import { aliasesOf } from "../cmdlet/cmdlet-name.js";
import { answersOf } from "./answers.js";
import { ERRORS } from "./errors.js";
import { type Json, json, ref } from "./json.js";
import { bodyOf, isBodyNeeded, queryOf } from "./parameters.js";

/** The path of a cmdlet: POST with a body, and GET with a query where it only reads. */
export function operationsOf(cmdlet: AnyCmdlet): Json {
  const get = methodsOf(cmdlet).includes("GET") && {
    get: { ...operation(cmdlet, operationIdOf(cmdlet)), parameters: queryOf(cmdlet), responses: responsesOf(cmdlet) },
  };
  const id = get ? `${operationIdOf(cmdlet)}ByBody` : operationIdOf(cmdlet);
  return {
    ...get,
    post: {
      ...operation(cmdlet, id),
      requestBody: { required: isBodyNeeded(cmdlet), content: json(bodyOf(cmdlet), { examples: examplesOf(cmdlet) }) },
      responses: responsesOf(cmdlet),
    },
  };
}

/** `updateAsrMobilityService`: a name that reads well as a function of a generated client. */
function operationIdOf({ name }: Pick<AnyCmdlet, "name">): string {
  const [verb = "", noun = ""] = name.split("-AzureRmRecoveryServicesAsr");
  return `${verb.toLowerCase()}Asr${noun}`;
}

const operation = (cmdlet: AnyCmdlet, operationId: string): Json => ({
  operationId,
  tags: [groupOf(cmdlet).name],
  summary: cmdlet.synopsis,
  description: [
    cmdlet.extension ? "Extension: Microsoft has no such cmdlet." : "",
    cmdlet.remarks ?? "",
    `Aliases: ${aliasesOf(cmdlet.name).join(", ")}. Needs the scope ${cmdlet.scope}.`,
  ]
    .filter(Boolean)
    .join("\n\n"),
  "x-scope": cmdlet.scope,
  "x-aliases": aliasesOf(cmdlet.name),
});

const responsesOf = (cmdlet: AnyCmdlet): Json => ({
  ...answersOf(cmdlet),
  ...Object.fromEntries(ERRORS.map(({ status }) => [status, ref("responses", `Error${status}`)])),
});

const examplesOf = ({ examples }: AnyCmdlet): Json =>
  Object.fromEntries(examples.map(({ title, parameters }) => [title.replaceAll(/\W+/g, "-"), { summary: title, value: parameters }]));
