import type { Operation } from "./operation.js";

export type Matched = Readonly<{ operation: Operation; names: Readonly<Record<string, string>> }>;

/** The operation that a path below the vault means, and the names in the path. Words compare without regard to case. */
export function matchOperation(operations: readonly Operation[], method: string, segments: readonly string[]): Matched | undefined {
  for (const operation of operations) {
    const names = operation.method === method ? namesOf(operation.path, segments) : undefined;
    if (names) return { operation, names };
  }
  return undefined;
}

/** The names that stand in the places of a template; undefined when it is another path. */
export function namesOf(path: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined {
  const words = path.split("/");
  if (words.length !== segments.length) return undefined;
  const pairs = words.map((word, i) => [word, segments[i] ?? ""] as const);
  const fits = pairs.every(([word, segment]) => (isName(word) ? segment !== "" : word.toLowerCase() === segment.toLowerCase()));
  return fits ? Object.fromEntries(pairs.flatMap(([word, segment]) => (isName(word) ? [[word.slice(1, -1), segment]] : []))) : undefined;
}

const isName = (word: string): boolean => word.startsWith("{");
