import { z } from "zod";
import { nameText } from "./fit-text.js";
import { type ParameterFacts, parameter } from "./parameter.js";

type More = Partial<Pick<ParameterFacts, "aliases" | "extension" | "expected">>;

/** Which run-as account is meant: by its id, by its name, or by a text that may be either. */
export type AccountRef = Readonly<{ id?: string; name?: string; either?: string }>;

/**
 * An object as another cmdlet put it out, of which only the ID counts, or the ID itself; handed on as the ID.
 * Objects are bound by their properties, never by a type name, so that those of any module version are taken.
 */
export const reference = (type: string, description: string, more: More = {}) =>
  parameter(z.union([Id, z.preprocess((came) => pick(came, { ID: "ID" }), z.looseObject({ ID: Id })).transform(({ ID }) => ID)]), {
    description: `${description} The whole ${type} object, or its ID.`,
    expected: `an ${type} object with its ID, or the ID as a text`,
    objects: { type, by: "ID" },
    ...more,
  });

/** One object or several, each whole or by its ID; handed on as IDs in the order given. */
export const references = (type: string, description: string, more: More = {}) => {
  const one = reference(type, description, more);
  return parameter(z.union([one.transform((id) => [id]), z.array(one).min(1).max(MOST_ITEMS)]), {
    description: `${description} The whole ${type} object, or its ID; or a list of 1 to ${MOST_ITEMS.toLocaleString("en")} of them.`,
    expected: `an ${type} object with its ID, the ID as a text, or a list of 1 to ${MOST_ITEMS.toLocaleString("en")} of them`,
    objects: { type, by: "ID", many: true },
    ...more,
  });
};

/** More machines than this are chosen by their container or fabric. */
const MOST_ITEMS = 1000;

/** A job by object, ID or name. */
export const jobReference = (description: string, more: More = {}) =>
  parameter(
    z.union([Id, z.preprocess((came) => pick(came, { ID: "Name", Name: "Name" }), z.looseObject({ Name: Id })).transform(({ Name }) => Name)]),
    {
      description: `${description} The whole ASRJob object, its ID or its name.`,
      expected: "an ASRJob object, or its ID or name as a text",
      objects: { type: "ASRJob", by: "Job" },
      ...more,
    },
  );

/** A run-as account of the fabric: the object from the fabric's RunAsAccounts, its AccountId or its AccountName. */
export const accountReference = (description: string, more: More = {}) =>
  parameter(
    z.union([
      Id.transform((either): AccountRef => ({ either })),
      z
        .preprocess(
          (came) => pick(came, { AccountId: "AccountId", AccountName: "AccountName" }),
          z.object({ AccountId: Id.optional(), AccountName: Id.optional() }),
        )
        .refine(({ AccountId, AccountName }) => AccountId !== undefined || AccountName !== undefined)
        .transform(({ AccountId, AccountName }): AccountRef => ({ ...(AccountId && { id: AccountId }), ...(AccountName && { name: AccountName }) })),
    ]),
    {
      description: `${description} The whole ASRRunAsAccount object, its AccountId or its AccountName.`,
      expected: "an ASRRunAsAccount object with its AccountId or AccountName, or one of them as a text",
      objects: { type: "ASRRunAsAccount", by: "Account" },
      ...more,
    },
  );

const Id = nameText(2048);

/** The wanted properties of an object, whatever the case of their names; null counts as absent. */
function pick(came: unknown, wanted: Readonly<Record<string, string>>): unknown {
  if (typeof came !== "object" || came === null || Array.isArray(came)) return came;
  const names = new Map(Object.entries(wanted).map(([from, to]) => [from.toLowerCase(), to]));
  const found = Object.entries(came).flatMap(([key, value]) => {
    const to = names.get(key.toLowerCase());
    return to !== undefined && value !== null && value !== undefined ? [[to, value] as const] : [];
  });
  return Object.fromEntries(found);
}
