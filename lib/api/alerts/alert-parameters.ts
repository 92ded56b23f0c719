import { z } from "zod";
import { parameter } from "../cmdlet/parameter.js";

export const mailAddresses = parameter(z.union([z.email().transform((one) => [one]), z.array(z.email().max(254)).max(20)]), {
  description: "Addresses that get mail, all of them; an empty list for none.",
  expected: "a list of at most 20 mail addresses",
});

export const mailLocale = parameter(z.string().trim().refine(isLocale), {
  description: "Language of the mails; kept, but they are in English.",
  expected: "a locale such as en-US",
});

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
