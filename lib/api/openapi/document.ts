import { z } from "zod";
import type { AnyCmdlet } from "../cmdlet/cmdlet.js";
import { CMDLET_GROUPS, groupOf } from "../cmdlet/cmdlet-group.js";
import { OUTPUTS } from "../objects/output.js";
import { pageSchemas } from "./answers.js";
import { ERROR, errorResponses } from "./errors.js";
import { healthPath } from "./health.js";
import { type Json, json, ref } from "./json.js";
import { operationsOf } from "./operation.js";
import { answerExamples } from "./recorded.js";

/** The OpenAPI 3.1 document of these cmdlets. It is the same for everybody, and nothing in it is of the fleet; where it is served is added by who serves it. */
export const documentOf = (cmdlets: readonly AnyCmdlet[], version: string): Json => ({
  openapi: "3.1.0",
  info: {
    title: "Mobility Fleet",
    version,
    summary: "The cmdlets that look after the Azure Site Recovery Mobility service, over HTTP.",
    description: DESCRIPTION,
    license: { name: "MIT", identifier: "MIT" },
  },
  security: [{ fleetKey: [] }, { entraId: [] }],
  tags: [...CMDLET_GROUPS.filter((group) => cmdlets.some((cmdlet) => groupOf(cmdlet) === group) || group === CMDLET_GROUPS[5])].map(
    ({ name, about }) => ({ name, description: about }),
  ),
  paths: { ...Object.fromEntries(cmdlets.map((cmdlet) => [`/api/${cmdlet.name}`, operationsOf(cmdlet)])), "/api/health": healthPath(version) },
  components: {
    securitySchemes: SECURITY_SCHEMES,
    headers: HEADERS,
    schemas: { ...outputSchemas(), ...pageSchemas(cmdlets), Error: ERROR },
    examples: answerExamples(),
    responses: errorResponses(json(ref("schemas", "Error"))),
  },
});

const DESCRIPTION = [
  "Names of cmdlets and parameters are read in any case, and every cmdlet is also served under its Az and its short name, which `x-aliases` lists.",
  "Parameters are a JSON object in the body; cmdlets that only read take them from the query, too. An object may be given whole, as another cmdlet put it out, or by its ID.",
  "Below `/subscriptions` the service also answers the clients of Azure Site Recovery's management API, which Azure's own documents describe.",
  "What changes a machine answers 202 with a job at once: read `Location` until its `State` is final. `WhatIf` shows what would be done, and changes nothing.",
].join("\n\n");

const SECURITY_SCHEMES: Json = {
  fleetKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "mf_<id>_<secret>",
    description: "A fleet key. Each operation names the scope that it needs: reader, operator or administrator.",
  },
  entraId: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "An access token of Microsoft Entra ID for this service, where that is switched on. Its app roles stand for the scopes.",
  },
};

const HEADERS: Json = {
  RequestId: { description: "Id of this request, by which the log is found", schema: { type: "string", format: "uuid" } },
  JobLocation: { description: "Where to read the job, with GET as it stands", schema: { type: "string", format: "uri" } },
  RetryAfter: { description: "Seconds until it is worth asking again", schema: { type: "string" } },
};

function outputSchemas(): Json {
  const { schemas } = z.toJSONSchema(OUTPUTS, { uri: (id) => `#/components/schemas/${id}`, unrepresentable: "any" });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _always, $id: _own, ...schema }]) => [id, schema]));
}
