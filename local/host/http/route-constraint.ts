import { FleetError } from "../../../lib/core/errors.js";

/** Says whether a decoded value of a route may stand there. */
export type Constraint = (value: string) => boolean;

type Make = (args: readonly number[]) => Constraint;

const integer = (value: string): bigint | null => (/^[+-]?\d+$/.test(value) ? BigInt(value.replace("+", "")) : null);
const within = (low: bigint, high: bigint) => (value: string) => {
  const number = integer(value);
  return number !== null && number >= low && number <= high;
};
const LONG: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];
const real: Constraint = (value) => /^[+-]?(\d+(,\d{3})*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);

const KINDS: Readonly<Record<string, Make>> = {
  int: () => within(-(2n ** 31n), 2n ** 31n - 1n),
  long: () => within(...LONG),
  bool: () => (value) => /^(true|false)$/i.test(value),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  guid: () => (value) => /^(\{[0-9a-f-]{36}\}|\([0-9a-f-]{36}\)|[0-9a-f]{8}(-?)([0-9a-f]{4}\2){3}[0-9a-f]{12})$/i.test(value),
  double: () => real,
  float: () => real,
  decimal: () => real,
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  required: () => (value) => value !== "",
  file: () => (value) => /\.[^./]+$/.test(value),
  nonfile: () => (value) => !/\.[^./]+$/.test(value),
  length:
    ([low = 0, high = low]) =>
    (value) =>
      value.length >= low && value.length <= high,
  minlength:
    ([low = 0]) =>
    (value) =>
      value.length >= low,
  maxlength:
    ([high = 0]) =>
    (value) =>
      value.length <= high,
  min: ([low = 0]) => within(BigInt(low), LONG[1]),
  max: ([high = 0]) => within(LONG[0], BigInt(high)),
  range: ([low = 0, high = 0]) => within(BigInt(low), BigInt(high)),
};

/** The constraint that a template writes behind a colon, such as `int`, `length(1,5)` or `regex(^a|b$)`. */
export function constraintOf(text: string, template: string): Constraint {
  const [, kind = "", args] = /^\s*([^(]+?)\s*(?:\((.*)\))?$/s.exec(text) ?? [];
  if (kind.toLowerCase() === "regex" && args !== undefined) return regexConstraint(args, template);
  const make = Object.hasOwn(KINDS, kind.toLowerCase()) ? KINDS[kind.toLowerCase()] : undefined;
  const numbers = args === undefined || args === "" ? [] : args.split(",").map(Number);
  if (!make || numbers.some((number) => !Number.isInteger(number))) {
    throw new FleetError("InvalidSettings", `route "${template}": "${text}" is no constraint. Expected ${Object.keys(KINDS).join(", ")} or regex(…)`);
  }
  return make(numbers);
}

function regexConstraint(source: string, template: string): Constraint {
  try {
    const regex = new RegExp(source, "i");
    return (value) => regex.test(value);
  } catch (cause) {
    throw new FleetError("InvalidSettings", `route "${template}": "${source}" is no regular expression`, { cause });
  }
}
