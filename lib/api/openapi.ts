import { z } from "zod";
import { type AnyCmdlet, methodsOf } from "./cmdlet.js";
import { aliasesOf } from "./cmdlet-name.js";
import { setsOf } from "./handle-cmdlet.js";
import { OUTPUTS } from "./objects/output.js";
import { ERROR, ERRORS } from "./openapi-errors.js";
import { factsOf, isMandatory } from "./parameter.js";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of these cmdlets. */
export const openApi = (cmdlets: readonly AnyCmdlet[], { version, server }: Readonly<{ version: string; server: string }>): Json => ({
  openapi: "3.1.0",
  info: {
    title: "Mobility Fleet",
    version,
    description:
      "The cmdlets that look after the Azure Site Recovery Mobility service, over HTTP. Names of cmdlets and parameters are read in any case. An object may be given whole, as another cmdlet put it out, or by its ID.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: server }],
  security: [{ fleetKey: [] }],
  paths: Object.fromEntries(cmdlets.map((cmdlet) => [`/api/${cmdlet.name}`, pathOf(cmdlet)])),
  components: {
    securitySchemes: {
      fleetKey: { type: "http", scheme: "bearer", description: "A fleet key: mf_<id>_<secret>. Each call names the scope that the key needs." },
    },
    schemas: { ...outputSchemas(), Error: ERROR },
    responses: Object.fromEntries(
      ERRORS.map(([status, description]) => [`Error${status}`, { description, content: json({ $ref: "#/components/schemas/Error" }) }]),
    ),
  },
});

const json = (schema: Json, more: Json = {}): Json => ({ "application/json": { schema, ...more } });

function pathOf(cmdlet: AnyCmdlet): Json {
  const get = methodsOf(cmdlet).includes("GET") && { get: { ...operation(cmdlet, "GET"), parameters: queryOf(cmdlet) } };
  return {
    ...get,
    post: {
      ...operation(cmdlet, "POST"),
      requestBody: { required: isBodyNeeded(cmdlet), content: json(bodyOf(cmdlet), { examples: examplesOf(cmdlet) }) },
    },
  };
}

const operation = (cmdlet: AnyCmdlet, method: string): Json => ({
  operationId: method === "GET" ? `${cmdlet.name}-by-query` : cmdlet.name,
  summary: cmdlet.synopsis,
  description: [
    cmdlet.extension ? "Extension: Microsoft has no such cmdlet." : "",
    cmdlet.remarks ?? "",
    `Aliases: ${aliasesOf(cmdlet.name).join(", ")}. Needs a key with the scope ${cmdlet.scope}.`,
  ]
    .filter(Boolean)
    .join(" "),
  "x-scope": cmdlet.scope,
  "x-aliases": aliasesOf(cmdlet.name),
  responses: { ...answersOf(cmdlet), ...Object.fromEntries(ERRORS.map(([status]) => [status, { $ref: `#/components/responses/Error${status}` }])) },
});

function answersOf({ output, answers, supportsShouldProcess }: AnyCmdlet): Json {
  const one = { $ref: `#/components/schemas/${OUTPUTS.get(output)?.id}` };
  const page = { type: "object", required: ["value"], properties: { value: { type: "array", items: one }, nextLink: { type: "string" } } };
  const whatIf = supportsShouldProcess ? [{ $ref: "#/components/schemas/WhatIf" }] : [];
  const shown = answers === "list" ? [page, one] : [one];
  const done = { description: "What was asked for", content: json({ anyOf: [...shown, ...whatIf] }) };
  if (answers !== "job") return { 200: done };
  const headers = { Location: { description: "Where to read the job", schema: { type: "string" } } };
  return { 200: done, 202: { description: "The work goes on in a job", headers, content: json(one) } };
}

const isBodyNeeded = (cmdlet: AnyCmdlet): boolean => Object.values(setsOf(cmdlet)).every((set) => Object.values(set.shape).some(isMandatory));

const bodyOf = (cmdlet: AnyCmdlet): Json => ({ anyOf: Object.entries(setsOf(cmdlet)).map(([name, set]) => ({ title: name, ...setSchema(set) })) });

const setSchema = ({ shape }: z.ZodObject): Json => ({
  type: "object",
  properties: Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, parameterSchema(schema)])),
  required: Object.entries(shape).flatMap(([name, schema]) => (isMandatory(schema) ? [name] : [])),
  additionalProperties: false,
});

function parameterSchema(schema: z.core.$ZodType): Json {
  const { $schema: _always, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { aliases, extension, ignored } = factsOf(schema);
  return {
    ...described,
    ...(aliases && { "x-aliases": aliases }),
    ...(extension && { "x-extension": true }),
    ...(ignored && { "x-not-used": true }),
  };
}

/** Of all sets together: a query cannot say which parameters go together, the description of the body does. */
function queryOf(cmdlet: AnyCmdlet): readonly Json[] {
  const sets = Object.values(setsOf(cmdlet));
  const all = new Map(sets.flatMap((set) => Object.entries(set.shape)));
  return [...all].map(([name, schema]) => ({
    name,
    in: "query",
    required: sets.every((set) => set.shape[name] !== undefined && isMandatory(set.shape[name])),
    description: factsOf(schema).description,
    schema: parameterSchema(schema),
  }));
}

const examplesOf = ({ examples }: AnyCmdlet): Json =>
  Object.fromEntries(examples.map(({ title, parameters }) => [title.replaceAll(/\W+/g, "-"), { summary: title, value: parameters }]));

function outputSchemas(): Json {
  const { schemas } = z.toJSONSchema(OUTPUTS, { uri: (id) => `#/components/schemas/${id}`, unrepresentable: "any" });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _always, $id: _own, ...schema }]) => [id, schema]));
}
