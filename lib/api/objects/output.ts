import { z } from "zod";

/** The objects that answers are made of, by the name that help shows. */
export const OUTPUTS = z.registry<{ id: string }>();

/** Declares an output object: its properties have the names and the order that administrators know. */
export function output<S extends z.ZodRawShape>(id: string, description: string, shape: S): z.ZodObject<S> {
  const schema = z.object(shape).meta({ description });
  OUTPUTS.add(schema, { id });
  return schema as z.ZodObject<S>; // meta gives back the same kind of schema
}

export const maybeText = z.string().nullable();
export const maybeTime = z.iso.datetime().nullable().meta({ description: "ISO 8601, UTC" });
export const noneYet = z.array(z.unknown()).max(0);

/** Properties of the real object that only the vault could tell: always null here. */
export const notKnown = <const N extends string>(...names: readonly N[]): Record<N, z.ZodNull> =>
  Object.fromEntries(names.map((name) => [name, z.null()])) as Record<N, z.ZodNull>; // a key for every name

type Known<O> = Readonly<
  { [K in keyof O as null extends O[K] ? never : K]: O[K] } & { [K in keyof O as null extends O[K] ? K : never]?: O[K] | undefined }
>;

/** The object with every property in the declared order; what is not given is null. */
export function fill<S extends z.ZodObject>(schema: S, known: Known<z.output<S>>): z.output<S> {
  const given: Readonly<Record<string, unknown>> = known;
  const filled: Record<string, unknown> = {};
  for (const name in schema.shape) filled[name] = given[name] ?? null; // lists are long, and this is their inmost loop
  return filled as z.output<S>; // Known asks for all that may not be null
}
