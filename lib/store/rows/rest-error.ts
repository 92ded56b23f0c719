import type { RestError } from "@azure/data-tables";

/** An answer of storage or a vault that was no success. Known by its name: each library that is loaded when first needed brings a class of its own. */
export const isRestError = (error: unknown): error is RestError => error instanceof Error && error.name === "RestError";
