import type { z } from "zod";

const MOST_ROUNDS = 50;

/**
 * What of a damaged value fits its schema: what does not fit is left out, as far as the schema can do without it. Undefined when it cannot.
 */
export function mend(value: unknown, schema: z.ZodType): unknown {
  let rest = structuredClone(value);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { success, error } = schema.safeParse(rest);
    if (success) return rest;
    const path = error.issues[0]?.path ?? [];
    if (path.length === 0) return undefined;
    const without = leaveOut(rest, path);
    if (without === undefined) return undefined;
    rest = without;
  }
  return undefined;
}

/** The value without what is at that place; undefined when there is nothing that could be left out. */
function leaveOut(value: unknown, [key, ...path]: readonly PropertyKey[]): unknown {
  if (typeof value !== "object" || value === null || key === undefined || !Object.hasOwn(value, key)) return undefined;
  const entries = Object.entries(value);
  const inner = path.length === 0 ? undefined : leaveOut(entries.find(([name]) => name === String(key))?.[1], path);
  if (path.length > 0 && inner === undefined) return undefined;
  const kept = entries.flatMap(([name, one]) => (name !== String(key) ? [[name, one] as const] : path.length > 0 ? [[name, inner] as const] : []));
  return Array.isArray(value) ? kept.map(([, one]) => one) : Object.fromEntries(kept);
}
