/** Where the reader is: the words of the path behind /portal, and what stands in the query. */
export type Place = Readonly<{ words: readonly string[]; query: Readonly<Record<string, string>> }>;

export const ROOT = "/portal";

/** The place that an address means. */
export function placeOf({ pathname, search }: Readonly<{ pathname: string; search: string }>): Place {
  const words = pathname.slice(ROOT.length).split("/").filter(Boolean).map(decoded);
  return { words, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The address of a place; what is empty is left out, so that one view has one address. */
export function addressOf({ words, query }: Place): string {
  const path = [ROOT, ...words.map(encodeURIComponent)].join("/");
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return search === "" ? path : `${path}?${search}`;
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word; // somebody's own spelling: no such place will be found
  }
}
