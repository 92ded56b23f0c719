import { z } from "zod";
import { findOsRow, OS_CATALOGUE } from "../../agents/systems/os-catalogue.js";
import { parameter } from "../cmdlet/parameter.js";

export const heldVersion = parameter(
  z
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,9}){1,3}$/),
  {
    description: "The version; its beginning stands for every build of it.",
    expected: "a version of two to four numbers, such as 9.62 or 9.62.7096.1",
  },
);

/** Spelt as in the catalogue. */
export const knownOsTag = (description: string) =>
  parameter(
    z
      .string()
      .trim()
      .refine((tag) => findOsRow(tag) !== undefined)
      .transform((tag) => findOsRow(tag)?.tag ?? tag),
    { description, expected: `an OS tag: ${OS_CATALOGUE.map(({ tag }) => tag).join(", ")}` },
  );

export const heldOsTag = knownOsTag("Only for this operating system; for all when not given.").optional();
