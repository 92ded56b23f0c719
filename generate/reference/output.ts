import { z } from "zod";
import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { OUTPUTS } from "../../lib/api/objects/output.js";
import { outputIdOf } from "../../lib/api/openapi/answers.js";
import { RECORDED } from "../../lib/api/openapi/recorded.js";
import { code, row } from "./markdown.js";

/** What is put out: the properties, and one such object as the service answered it. */
export function outputSection(cmdlet: AnyCmdlet): readonly string[] {
  const id = outputIdOf(cmdlet);
  const { description = "", properties = {} } = SCHEMAS[id] ?? {};
  const known = Object.entries(properties).filter(([, schema]) => schema.type !== "null");
  const unknown = Object.entries(properties).filter(([, schema]) => schema.type === "null");
  return [
    `\`${id}\`: ${description}`,
    [
      row("property", "type", "description"),
      row("---", "---", "---"),
      ...known.map(([name, schema]) => row(`\`${name}\``, typeOf(schema), schema.description ?? "")),
    ].join("\n"),
    ...(unknown.length > 0 ? [`Always null, because only the vault could tell: ${unknown.map(([name]) => `\`${name}\``).join(", ")}.`] : []),
    ...(id in RECORDED
      ? [`<details><summary>One ${id}, as JSON</summary>\n\n${code("json", JSON.stringify(RECORDED[id], null, 2))}\n\n</details>`]
      : []),
  ];
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    $ref: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    properties: z.record(z.string(), Schema).optional(),
  }),
);
type Schema = {
  type?: string | string[] | undefined;
  description?: string | undefined;
  $ref?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  format?: string | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  properties?: Record<string, Schema> | undefined;
};

const SCHEMAS = z.record(z.string(), Schema).parse(z.toJSONSchema(OUTPUTS, { uri: (id) => `#/${id}`, unrepresentable: "any" }).schemas);

function typeOf({ type, $ref, enum: values, const: one, format, items, anyOf }: Schema): string {
  if ($ref) return `\`${$ref.slice(2)}\``;
  if (values) return values.map((value) => `\`${value}\``).join(", ");
  if (one !== undefined) return `\`${one}\``;
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(" or ");
  if (type === "array") return items ? `list of ${typeOf(items)}` : "list";
  if (format === "date-time") return "time";
  return Array.isArray(type) ? type.map(plain).join(" or ") : plain(type);
}

const plain = (type = "any"): string => ({ string: "text", integer: "whole number", boolean: "true or false", object: "object" })[type] ?? type;
