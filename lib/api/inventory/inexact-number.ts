/** A number of JSON that may have lost digits when it was read: nobody knows any more what was meant. */
export const isInexact = (value: unknown): boolean => typeof value === "number" && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER);

/** Completes "is …". */
export const INEXACT = "a number of more digits than JSON keeps: write it as a text, in quotes";
