import { z } from "zod";
import { foreignLine } from "./foreign-text.js";

/** A whole number that a machine told in digits, from 0 to `most`; all else is none. */
export const toldNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.number().int().max(most));

/** One line that a machine told, cut at so many characters, with nothing in it that is obeyed instead of read. */
export const toldLine = (most: number) => z.string().transform((text) => foreignLine(text, most));
