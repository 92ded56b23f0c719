import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { withCodes } from "../../core/unfit-character.js";
import { contentSaid } from "./fit-text.js";
import { factsOf, isMandatory } from "./parameter.js";
import { suggest } from "./suggest.js";

/** The parameter sets of a cmdlet: a call fits exactly one of them. */
export type ParameterSets = Readonly<Record<string, z.ZodObject>>;

/** The parameters of one set, and which set it is. */
export type Bound<S extends ParameterSets> = { [K in keyof S & string]: Readonly<{ parameterSet: K }> & Readonly<z.output<S[K]>> }[keyof S & string];

/** What came with a call, by the names that the caller used. */
export type Given = ReadonlyMap<string, unknown>;

type Choice = Readonly<{ sets: ParameterSets; defaultSet: string }>;

/** Finds the set that the call fits and reads its parameters, as PowerShell would. Throws InvalidParameter that names the parameter. */
export function bindParameters({ sets, defaultSet }: Choice, given: Given): Readonly<{ parameterSet: string }> & Readonly<Record<string, unknown>> {
  const named = nameParameters(sets, given);
  const set = chooseSet({ sets, defaultSet }, [...named.keys()]);
  const shape = z.object(sets[set]?.shape ?? {});
  const missing = missingIn(shape, named);
  if (missing.length > 0) throw missingError(set, shape, missing);
  const parsed = shape.safeParse(Object.fromEntries(named));
  if (!parsed.success) throw invalid(shape, named, parsed.error.issues);
  return { ...parsed.data, parameterSet: set };
}

/** The declared spelling of each given name. */
function nameParameters(sets: ParameterSets, given: Given): Map<string, unknown> {
  const spelling = declaredNames(sets);
  const named = new Map<string, unknown>();
  for (const [name, value] of given) {
    const declared = spelling.get(name.toLowerCase());
    if (declared === undefined) throw unknownParameter(name, spelling);
    if (named.has(declared)) throw problem(declared, `The parameter ${declared} was given twice; expected it once`);
    if (value !== null && value !== undefined) named.set(declared, value);
  }
  return named;
}

function declaredNames(sets: ParameterSets): Map<string, string> {
  const parameters = Object.values(sets).flatMap((set) => Object.entries(set.shape));
  return new Map(parameters.flatMap(([name, schema]) => [name, ...(factsOf(schema).aliases ?? [])].map((spelled) => [spelled.toLowerCase(), name])));
}

function chooseSet({ sets, defaultSet }: Choice, names: readonly string[]): string {
  const fitting = Object.entries(sets).filter(([, set]) => names.every((name) => name in set.shape));
  if (fitting.length === 0) throw mixedSets(sets, names);
  const complete = fitting.filter(([, set]) => missingIn(set, new Map(names.map((name) => [name, true]))).length === 0);
  const candidates = (complete.length > 0 ? complete : fitting).map(([name]) => name);
  return candidates.find((name) => name === defaultSet) ?? candidates[0] ?? defaultSet;
}

const missingIn = (set: z.ZodObject, given: Given): readonly string[] =>
  Object.entries(set.shape).flatMap(([name, schema]) => (isMandatory(schema) && !given.has(name) ? [name] : []));

function unknownParameter(name: string, spelling: ReadonlyMap<string, string>): FleetError {
  const names = [...new Set(spelling.values())];
  const near = suggest(name, names);
  return problem(
    name.slice(0, 64),
    `There is no parameter ${JSON.stringify(name.slice(0, 64))}; expected ${names.length > 0 ? `one of ${names.join(", ")}` : "none"}`,
    {
      ...(near.length > 0 && { recommendedAction: `Did you mean ${near.join(" or ")}?` }),
    },
  );
}

function mixedSets(sets: ParameterSets, names: readonly string[]): FleetError {
  const lines = Object.entries(sets).map(([name, set]) => `${name} (${Object.keys(set.shape).join(", ")})`);
  return problem(
    names.join(", "),
    `The parameters ${names.join(", ")} cannot be given together; expected those of one parameter set: ${lines.join("; ")}`,
  );
}

function missingError(set: string, shape: z.ZodObject, missing: readonly string[]): FleetError {
  const wanted = missing.map((name) => `${name} (${describe(shape, name)})`).join(" and ");
  return problem(missing.join(", "), `The mandatory parameter ${wanted} is missing for the parameter set ${set}`);
}

function invalid(shape: z.ZodObject, named: Given, issues: readonly z.core.$ZodIssue[]): FleetError {
  const wrong = [...new Map(issues.map((issue) => [String(issue.path[0]), issue])).values()];
  const sentence = (issue: z.core.$ZodIssue) => {
    const name = String(issue.path[0]);
    const inside = placesIn(issue).join(", ");
    const why = contentSaid(issue);
    const secret = shape.shape[name] && factsOf(shape.shape[name]).secret;
    const came = secret ? "a value that is not shown" : show(named.get(name));
    return `The parameter ${name} expects ${describe(shape, name)}; got ${came}${inside && `, wrong at ${inside}`}${why ? `: ${why}` : ""}`;
  };
  return problem(wrong.map((issue) => String(issue.path[0])).join(", "), wrong.map(sentence).join(". "));
}

/** Where inside a parameter it is wrong: a path of properties or, in a list, all the items that are. */
function placesIn(issue: z.core.$ZodIssue): readonly string[] {
  const path = issue.path.slice(1).map(String).join(".");
  if (path || issue.code !== "invalid_union") return path ? [path] : [];
  const items = issue.errors.flat().flatMap(({ path: [first] }) => (typeof first === "number" ? [first + 1] : []));
  return [...new Set(items)].slice(0, MOST_PLACES).map((place) => `item ${place}`);
}

const MOST_PLACES = 50;

const describe = (shape: z.ZodObject, name: string): string => (shape.shape[name] ? factsOf(shape.shape[name]).expected : "");

const show = (value: unknown): string => {
  const shown = JSON.stringify(value) ?? "nothing";
  return withCodes(shown.length > 100 ? `${shown.slice(0, 100)}…` : shown);
};

const problem = (target: string, message: string, more: Readonly<{ recommendedAction?: string }> = {}) =>
  new FleetError("InvalidParameter", message, { target, ...more });
