import { likeness } from "./like.js";
import { type Row, STATES, type State } from "./rows.js";

/** What stands in the search field: words of the name, and terms such as `os:RHEL8-64 version:9.61 tag:site=berlin state:failed fabric:cs1`. */
export type Filter = Readonly<{
  /** As the service takes it: `*` and `?`. */
  name?: string;
  os?: string;
  version?: string;
  fabric?: string;
  tags: Readonly<Record<string, string>>;
  states: readonly State[];
  /** A code of what is in the way, of a problem, or of a failure. */
  cause?: string;
  /** Terms that mean nothing, with what was expected. */
  wrong: readonly string[];
}>;

/** Reads the search field; what it cannot read it names. */
export function parseFilter(text: string): Filter {
  const words: string[] = [];
  let filter: Filter = { tags: {}, states: [], wrong: [] };
  for (const [term] of text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const [, kind = "", given = ""] = /^([a-z]+):(.*)$/is.exec(term) ?? [];
    const read = READERS.get(kind.toLowerCase());
    if (read) filter = read(filter, unquoted(given));
    else words.push(unquoted(term));
  }
  if (words.length === 0) return filter;
  const [only = ""] = words;
  return { ...filter, name: words.length === 1 && /[*?]/.test(only) ? only : `*${words.join("*")}*` };
}

const unquoted = (text: string): string => text.replaceAll('"', "");

type Reader = (filter: Filter, value: string) => Filter;

const wrong = (filter: Filter, what: string): Filter => ({ ...filter, wrong: [...filter.wrong, what] });

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["os", (filter, os) => (os === "" ? wrong(filter, "os: expects a tag such as RHEL8-64") : { ...filter, os })],
  ["fabric", (filter, fabric) => (fabric === "" ? wrong(filter, "fabric: expects the name of a fabric") : { ...filter, fabric })],
  ["cause", (filter, cause) => (cause === "" ? wrong(filter, "cause: expects a code such as InstallerMissing") : { ...filter, cause })],
  [
    "version",
    (filter, version) =>
      /^\d{1,9}(\.\d{1,9}){0,3}\.?$/.test(version)
        ? { ...filter, version: version.replace(/\.$/, "") }
        : wrong(filter, "version: expects a version or its beginning, such as 9.61"),
  ],
  [
    "tag",
    (filter, tag) => {
      const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(tag) ?? [];
      return name === ""
        ? wrong(filter, "tag: expects a name and a value, such as site=berlin")
        : { ...filter, tags: { ...filter.tags, [name]: value } };
    },
  ],
  [
    "state",
    (filter, word) => {
      const state = STATES.find((one) => one === word.toLowerCase());
      return state ? { ...filter, states: [...filter.states, state] } : wrong(filter, `state: expects one of ${STATES.join(", ")}`);
    },
  ],
]);

/** Those that fit everything that the filter says. Of several states one is enough. What is not known of a machine fits nothing. */
export function fitting({ name, os, version, fabric, tags, states, cause }: Filter, rows: readonly Row[]): readonly Row[] {
  const isNamed = name === undefined ? () => true : likeness(name);
  const wanted = Object.entries(tags);
  return rows.filter(
    (row) =>
      isNamed(row.name) &&
      (os === undefined || same(row.os, os)) &&
      (version === undefined || (row.version !== "" && `${row.version}.`.startsWith(`${version}.`))) &&
      (fabric === undefined || same(row.fabric, fabric)) &&
      wanted.every(([tag, value]) => Object.entries(row.tags).some((one) => same(one[0], tag) && same(one[1], value))) &&
      (states.length === 0 || states.some((state) => row.states.has(state))) &&
      (cause === undefined || row.causes.some((one) => same(one, cause))),
  );
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The filter as parameters of a cmdlet, or why the service cannot be given it. */
export type Sent = Readonly<{ parameters: Readonly<Record<string, unknown>> } | { refused: string }>;

/** What is sent for "all that match": the filter itself, never the rows on the screen. */
export function sentFilter(filter: Filter, fabrics: readonly Readonly<{ Name: string; ID: string }>[]): Sent {
  const { name, os, version, fabric, tags, states, cause, wrong } = filter;
  if (wrong.length > 0) return { refused: wrong.join("; ") };
  const meant = fabric === undefined ? fabrics : fabrics.filter((one) => same(one.Name, fabric));
  const [first, ...more] = meant;
  if (!first)
    return {
      refused: `There is no such fabric; expected ${fabrics.length === 0 ? "one to be set up first" : fabrics.map(({ Name }) => Name).join(", ")}.`,
    };
  return {
    parameters: {
      Fabric: more.length === 0 ? first.ID : meant.map(({ ID }) => ID),
      ...(name !== undefined && { FriendlyName: name }),
      ...(os !== undefined && { OSTag: os }),
      ...(version !== undefined && { AgentVersion: version }),
      ...(Object.keys(tags).length > 0 && { Tag: tags }),
      ...(states.length > 0 && { State: states.map((state) => `${state[0]?.toUpperCase()}${state.slice(1)}`) }),
      ...(cause !== undefined && { Cause: cause }),
    },
  };
}
