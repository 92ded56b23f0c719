import { FleetError } from "../../core/errors.js";

/** What a `$filter` asks for: by property as the caller wrote it, the values of which one must fit. */
export type Conditions = ReadonlyMap<string, readonly string[]>;

const LONGEST = 8_000;
const DEEPEST = 20;

/**
 * Reads the filters of Azure Site Recovery: `a eq 'x' and (b eq 'y' or b eq 'z')`. Values may be without quotes.
 * It is not OData: `eq` is the only comparison, and of two properties only the values of one may be alternatives.
 */
export function parseFilter(filter: string): Conditions {
  const conditions = new Map<string, readonly string[]>();
  if (filter.trim() === "") return conditions;
  if (filter.length > LONGEST) throw wrong(filter, `it has ${filter.length} characters, and ${LONGEST} are read`);
  for (const part of split(filter, "and")) {
    const [property, values] = alternatives(filter, part);
    if ([...conditions.keys()].some((known) => known.toLowerCase() === property.toLowerCase())) throw wrong(filter, `${property} stands in it twice`);
    conditions.set(property, values);
  }
  return conditions;
}

/** The values of one property, joined by or. */
function alternatives(filter: string, part: string): readonly [string, readonly string[]] {
  const pairs = comparisons(filter, part);
  const [first = ["", ""]] = pairs;
  if (pairs.some(([property]) => property.toLowerCase() !== first[0].toLowerCase())) throw wrong(filter, "or joins two properties");
  return [first[0], pairs.map(([, value]) => value)];
}

function comparisons(filter: string, text: string, depth = 0): readonly (readonly [string, string])[] {
  if (depth > DEEPEST) throw wrong(filter, `parentheses stand within each other ${DEEPEST} deep at the most`);
  const parts = split(text, "or");
  if (parts.length > 1) return parts.flatMap((one) => comparisons(filter, one, depth + 1));
  const inside = /^\((.*)\)$/s.exec(text.trim())?.[1];
  return inside === undefined ? [comparison(filter, text)] : comparisons(filter, inside, depth + 1);
}

function comparison(filter: string, text: string): readonly [string, string] {
  const [, property, quoted, bare] = /^\s*(\w{1,64})\s+eq\s+(?:'((?:[^']|'')*)'|([^\s'()]+))\s*$/is.exec(text) ?? [];
  if (property === undefined) throw wrong(filter, `"${text.trim().slice(0, 100)}" is none`);
  return [property, quoted?.replaceAll("''", "'") ?? bare ?? ""];
}

/** The parts between a word that stands outside of quotes and parentheses. */
function split(text: string, word: "and" | "or"): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const token of text.match(/'(?:[^']|'')*'|[()]|\s+|[^\s()']+|'/gs) ?? []) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0 && token.toLowerCase() === word) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${token}`);
  }
  return parts;
}

const wrong = (filter: string, why: string) =>
  new FleetError(
    "InvalidParameter",
    `The $filter expects comparisons such as jobStatus eq 'Failed', joined by and; ${why}; got "${filter.slice(0, 300)}"`,
    { target: "$filter" },
  );
