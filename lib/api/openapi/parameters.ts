import { z } from "zod";
import type { AnyCmdlet } from "../cmdlet/cmdlet.js";
import { factsOf, isMandatory } from "../cmdlet/parameter.js";
import { setsOf } from "../http/handle-cmdlet.js";
import type { Json } from "./json.js";

export const isBodyNeeded = (cmdlet: AnyCmdlet): boolean => Object.values(setsOf(cmdlet)).every((set) => Object.values(set.shape).some(isMandatory));

/** One schema for each parameter set; a call fits one of them. */
export function bodyOf(cmdlet: AnyCmdlet): Json {
  const sets = Object.entries(setsOf(cmdlet)).map(([name, set]) => ({ title: name, ...setSchema(set) }));
  return sets.length === 1 ? (sets[0] ?? {}) : { anyOf: sets };
}

const setSchema = ({ shape }: z.ZodObject): Json => ({
  type: "object",
  properties: Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, parameterSchema(schema)])),
  required: Object.entries(shape).flatMap(([name, schema]) => (isMandatory(schema) ? [name] : [])),
  additionalProperties: false,
});

/** What a parameter takes, as JSON Schema. */
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
export function queryOf(cmdlet: AnyCmdlet): readonly Json[] {
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
