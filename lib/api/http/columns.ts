/** Who accepts this reads lists by columns: of many objects a quarter of the text. */
export const COLUMNS = "application/vnd.mobility-fleet.columns+json";

/** One property of all objects of a list, in their order. */
export type Column =
  /** Texts may have their common beginning once, before each of them. */
  | Readonly<{ values: readonly unknown[]; prefix?: string }>
  /** Few kinds of values, and which of them each object has. */
  | Readonly<{ kinds: readonly unknown[]; at: readonly number[] }>;

/** The answer with its list turned into columns: `count` objects that all have the properties of the first. */
export function inColumns<T extends Listed>({
  value,
  ...rest
}: T): Omit<T, "value"> & Readonly<{ columns: Readonly<Record<string, Column>>; count: number }> {
  const names = Object.keys(value[0] ?? {});
  const columns = Object.fromEntries(names.map((name) => [name, columnOf(value.map((one) => one[name]))]));
  return { columns, count: value.length, ...rest };
}

type Listed = Readonly<{ value: readonly Readonly<Record<string, unknown>>[] }>;

function columnOf(values: readonly unknown[]): Column {
  return inKinds(values) ?? withPrefix(values);
}

/** A kind must spare more than its number costs. */
const SEVERAL = 3;

function inKinds(values: readonly unknown[]): Column | undefined {
  const most = Math.max(1, values.length / SEVERAL);
  const places = new Map<unknown, number>();
  const kinds: unknown[] = [];
  const at: number[] = [];
  for (const value of values) {
    const sign = signOf(value);
    const place = places.get(sign) ?? kinds.push(value) - 1;
    if (place >= most) return undefined;
    places.set(sign, place);
    at.push(place);
  }
  return { kinds, at };
}

/** Equal for equal values: a text is its own, and begins with nothing by which a list or an object does. */
const signOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : typeof value === "string" ? `"${value}` : value;

function withPrefix(values: readonly unknown[]): Column {
  let prefix: string | undefined;
  for (const value of values) {
    if (typeof value !== "string") return { values };
    prefix = prefix === undefined ? value : common(prefix, value);
    if (prefix === "") return { values };
  }
  const { length } = prefix ?? "";
  return prefix === undefined ? { values } : { prefix, values: values.map((value) => String(value).slice(length)) };
}

function common(a: string, b: string): string {
  if (b.startsWith(a)) return a;
  let end = 0;
  while (end < a.length && a[end] === b[end]) end += 1;
  return a.slice(0, end);
}
