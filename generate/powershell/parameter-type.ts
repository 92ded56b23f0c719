import { z } from "zod";
import type { ModuleParameter } from "./module-parameter.js";

type PlainType = Pick<ModuleParameter, "type"> & Partial<Pick<ModuleParameter, "values" | "range" | "byValue" | "many">>;

/** The type of PowerShell for what is given to a parameter that takes no objects. */
export function plainType(schema: z.core.$ZodType, mandatory: boolean): PlainType {
  if (schema instanceof z.ZodBoolean) return { type: "switch" };
  if (schema instanceof z.ZodEnum) return { type: "string", values: schema.options.map(String) };
  if (schema instanceof z.ZodNumber) {
    const range = [schema.minValue ?? 0, schema.maxValue ?? Number.MAX_SAFE_INTEGER] as const;
    return { type: range[1] > 2_147_483_647 ? "long" : "int", range };
  }
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return { type: "string" };
  // One or a list of them: PowerShell makes a list of one by itself.
  if (schema instanceof z.ZodUnion) {
    const lists = schema.options.map(inputOf).filter((option) => option instanceof z.ZodArray);
    return lists[0] ? plainType(lists[0], mandatory) : { type: "System.Object" };
  }
  if (!(schema instanceof z.ZodArray)) return { type: "System.Object" };
  const item = inputOf(schema.element);
  if (item instanceof z.ZodString || item instanceof z.ZodStringFormat || item instanceof z.ZodEnum) return { type: "string[]" };
  // Records that a call cannot do without are what a pipeline of them is for: Import-Csv … | Import-AsrInventory.
  return { type: "PSObject[]", ...(mandatory && { byValue: true, many: "always" }) };
}

/** What is given, before it is read: behind optional, preprocess and transform. */
export function inputOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional) return inputOf(schema.unwrap());
  if (schema instanceof z.ZodPipe) return inputOf(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  return schema;
}
