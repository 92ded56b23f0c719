import { isDeepStrictEqual } from "node:util";
import type { JobInput } from "../job-input.js";

/** In what a call asks for something else than a job was asked for, in words: `Restart (the job: given, this call: not given)`. None when it asks the same. */
export function inputDifferences(job: JobInput, call: JobInput): readonly string[] {
  const [its, asked] = [valuesOf(job), valuesOf(call)];
  return [...new Set([...its.keys(), ...asked.keys()])]
    .filter((name) => !isDeepStrictEqual(its.get(name), asked.get(name)))
    .map((name) => `${wordFor(name)} (the job: ${shown(its.get(name))}, this call: ${shown(asked.get(name))})`);
}

/** A switch that is off asks for nothing. */
const valuesOf = (input: JobInput): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(input).filter(([, value]) => value !== undefined && value !== false));

/** As the parameters are called that a person gives. */
const wordFor = (name: string): string => WORDS[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const WORDS: Readonly<Record<string, string>> = { accountId: "Account", plannedPath: "the path of a plan" };

function shown(value: unknown): string {
  if (value === undefined) return "not given";
  if (Array.isArray(value)) return value.join(" → ") || "nothing to do";
  return typeof value === "string" ? value : "given";
}
