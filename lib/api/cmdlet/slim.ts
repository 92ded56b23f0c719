import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { suggest } from "./suggest.js";

/** The objects with these properties alone, in the order in which they are asked for. Throws InvalidParameter for one that the object does not have. */
export function slim(items: readonly object[], wanted: readonly string[] | undefined, output: z.ZodObject): readonly object[] {
  if (wanted === undefined) return items;
  const known = Object.keys(output.shape);
  const names = wanted.map((name) => known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? refuse(name, known));
  return items.map((item) => {
    const values: Readonly<Record<string, unknown>> = { ...item };
    const kept: Record<string, unknown> = {};
    for (const name of names) kept[name] = values[name];
    return kept;
  });
}

function refuse(name: string, known: readonly string[]): never {
  const near = suggest(name, known);
  throw new FleetError("InvalidParameter", `The objects have no property ${JSON.stringify(name)}; expected some of ${known.join(", ")}`, {
    target: "Property",
    ...(near.length > 0 && { recommendedAction: `Did you mean ${near.join(" or ")}?` }),
  });
}
