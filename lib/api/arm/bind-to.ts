import type { z } from "zod";
import { bindParameters, type Given } from "../cmdlet/bind-parameters.js";
import type { Conditions } from "./filter.js";

/** Reads values by their declared parameters, as a cmdlet's are read: any case of the names, errors that name the parameter. */
export function bindTo<S extends z.ZodObject>(set: S, given: Given): z.output<S> {
  const { parameterSet: _only, ...bound } = bindParameters({ sets: { Default: set }, defaultSet: "Default" }, given);
  return bound as z.output<S>; // read by this very set
}

/** Like `bindTo`, but what is not declared is left aside: the body of a request says much that is the vault's affair. */
export function bindKnown<S extends z.ZodObject>(set: S, given: Given): z.output<S> {
  const known = new Set(Object.keys(set.shape).map((name) => name.toLowerCase()));
  return bindTo(set, new Map([...given].filter(([name]) => known.has(name.toLowerCase()))));
}

/** The parsed alternatives of each property that a `$filter` names. Throws InvalidParameter for a property that is not declared. */
export type Alternatives<S extends z.ZodObject> = { readonly [K in keyof z.output<S>]?: readonly NonNullable<z.output<S>[K]>[] };

export function bindFilter<S extends z.ZodObject>(set: S, conditions: Conditions): Alternatives<S> {
  const read = [...conditions].map(([property, values]) => values.map((value) => Object.entries(bindTo(set, new Map([[property, value]])))));
  return Object.fromEntries(
    read.flatMap(([first = [], ...others]) =>
      first.map(([name, value]) => [name, [value, ...others.flatMap((other) => other.map(([, alternative]) => alternative))]]),
    ),
  ) as unknown as Alternatives<S>; // each by its own declaration
}
