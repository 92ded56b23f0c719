import { z } from "zod";
import { Secret } from "../../core/secret.js";
import { unfitInFile, unfitInSecret } from "../../core/unfit-character.js";
import { nameText, refuseUnfit } from "./fit-text.js";
import { refusePowerShellText } from "./powershell-text.js";

/** What people are told about a parameter, beside its type. */
export type ParameterFacts = Readonly<{
  description: string;
  /** Completes the sentence "expected …". */
  expected: string;
  aliases?: readonly string[];
  /** Its value is never repeated in a message. */
  secret?: boolean;
  /** Not a parameter of the Microsoft cmdlet. */
  extension?: boolean;
  /** Accepted, so that existing scripts run, and not used. */
  ignored?: boolean;
  /** A moment: a client with a type for it takes that. */
  isTime?: boolean;
  /** Of a moment: it says its zone. */
  isZoned?: boolean;
  /** The objects of other cmdlets that it takes, by their ID, as a job, or as an account; `many`: also several. */
  objects?: Readonly<{ type: string; by: "ID" | "Job" | "Account"; many?: boolean }>;
  /** People have this text in a file: a client that sees their files takes its path by a parameter of this name. */
  path?: string;
}>;

export type MoreFacts = Partial<Pick<ParameterFacts, "aliases" | "secret" | "extension" | "ignored" | "expected" | "path">>;

const FACTS = z.registry<ParameterFacts>();

/** Declares a parameter of any type. */
export function parameter<S extends z.ZodType>(schema: S, facts: ParameterFacts): S {
  const described = schema.meta({ description: facts.description });
  FACTS.add(described, facts);
  return described;
}

export function factsOf(schema: z.core.$ZodType): ParameterFacts {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const facts = FACTS.get(inner);
  if (!facts) throw new TypeError("a parameter is declared with lib/api/parameter.ts, so that messages can say what was expected");
  return facts;
}

export const isMandatory = (schema: z.core.$ZodType): boolean => !(schema instanceof z.ZodOptional);

export const text = (description: string, more: MoreFacts = {}) =>
  parameter(nameText(1024), { description, expected: "a text of 1 to 1024 characters", ...more });

/** A text of which only a `Secret` is handed on: one line, or lines where people have it in a file. */
export const secretText = (description: string, more: MoreFacts = {}) => {
  const schema = z
    .string()
    .min(1)
    .max(65_536)
    .overwrite((came) => (more.path ? came.replace(BYTE_ORDER_MARK, "") : came))
    .superRefine(refuseUnfit(more.path ? unfitInFile : unfitInSecret))
    .superRefine(refusePowerShellText)
    .meta({ format: "password", writeOnly: true });
  return parameter(
    schema.transform((value) => new Secret(value)),
    { description, expected: "a text that is not empty", secret: true, ...more },
  );
};

/** Left at the beginning by programs that read a file of Windows. */
const BYTE_ORDER_MARK = /^\uFEFF/;

/** One of a few words, in any case; handed on in the spelling given here. */
export const choice = <const V extends readonly [string, ...string[]]>(description: string, values: V, more: MoreFacts = {}) =>
  parameter(
    z.preprocess(
      (came) => values.find((value) => typeof came === "string" && value.toLowerCase() === came.trim().toLowerCase()) ?? came,
      z.enum(values),
    ),
    { description, expected: `one of ${values.join(", ")}`, ...more },
  );

/** One or several of a few words, in any case; in a text they stand with commas between. */
export const choices = <const V extends readonly [string, ...string[]]>(description: string, values: V, more: MoreFacts = {}) =>
  parameter(
    z.preprocess(
      (came) => listed(came).map((one) => values.find((value) => typeof one === "string" && value.toLowerCase() === one.trim().toLowerCase()) ?? one),
      z.array(z.enum(values)).min(1).max(values.length),
    ),
    { description, expected: `one or several of ${values.join(", ")}`, ...more },
  );

/** Names, or one text with commas between them. */
export const names = (description: string, more: MoreFacts = {}) =>
  parameter(z.preprocess(listed, z.array(nameText(100)).min(1).max(100)), { description, expected: "a list of 1 to 100 names", ...more });

const listed = (came: unknown): unknown[] => (typeof came === "string" ? came.split(",") : [came].flat());

export const switchParameter = (description: string, more: MoreFacts = {}) =>
  parameter(
    z.preprocess((came) => (typeof came === "string" ? (SWITCH[came.trim().toLowerCase()] ?? came) : came), z.boolean()),
    { description, expected: "true or false", ...more },
  );

const SWITCH: Readonly<Record<string, boolean>> = { true: true, false: false };

export const wholeNumber = (description: string, { min, max }: Readonly<{ min: number; max: number }>, more: MoreFacts = {}) =>
  parameter(
    z.preprocess((came) => (typeof came === "string" && /^\s*\d{1,15}\s*$/.test(came) ? Number(came) : came), z.number().int().min(min).max(max)),
    { description, expected: `a whole number from ${min} to ${max}`, ...more },
  );

/** A moment, handed on as a Date; without a zone it is taken as UTC. */
export const time = (description: string, more: MoreFacts = {}) =>
  parameter(
    z
      .string()
      .trim()
      .regex(/^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/)
      .transform((came) => new Date(/(Z|[+-]\d{2}:?\d{2})$/i.test(came) || !came.includes("T") ? came : `${came}Z`))
      .refine((date) => !Number.isNaN(date.getTime())),
    { description, expected: "a time such as 2026-11-24T14:04:26Z", isTime: true, ...more },
  );

/** Taken as it comes and not looked at: a parameter that matters to the vault and not to the Mobility service. */
export const notUsed = (what: string) =>
  parameter(z.unknown(), {
    description: `${what}. Accepted so that existing scripts run, and not used: replication itself is set up in the vault.`,
    expected: "anything",
    ignored: true,
  }).optional();
