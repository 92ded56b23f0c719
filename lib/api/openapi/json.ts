export type Json = Readonly<Record<string, unknown>>;

/** A body of JSON. */
export const json = (schema: Json, more: Json = {}): Json => ({ "application/json": { schema, ...more } });

export const ref = (kind: "schemas" | "responses" | "examples" | "headers", name: string): Json => ({ $ref: `#/components/${kind}/${name}` });
