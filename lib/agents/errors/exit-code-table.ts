import { z } from "zod";
import data from "../data/exit-codes.json" with { type: "json" };
import { MachineErrorName } from "./machine-errors.js";

export const ExitKind = z.enum(["Success", "Retry", "Configuration", "Prerequisite", "Reboot", "Blocked", "WrongPackage", "Failure"]);
export type ExitKind = z.infer<typeof ExitKind>;

const Row = z
  .strictObject({
    code: z.number().int().min(0),
    system: z.enum(["Linux", "Windows", "any"]),
    vendorCode: z
      .string()
      .regex(/^EP\d{4}$/)
      .optional()
      .meta({ description: "What Azure Site Recovery's push service calls it." }),
    meaning: z.string().min(5).meta({ description: "Completes a sentence." }),
    kind: ExitKind,
    errorCode: MachineErrorName.optional().meta({ description: "The error of a job; absent for a success." }),
    advice: z.string().min(10).optional().meta({ description: "What to do, where the error's own advice is not exact enough." }),
  })
  .refine(({ kind, errorCode }) => (kind === "Success") === (errorCode === undefined), "every code but a success needs an errorCode");

/** One exit code of an installer or configurator, or of the scripts around them. */
export type ExitCodeRow = Readonly<Omit<z.infer<typeof Row>, "system">>;

/** Shape of data/exit-codes.json; data/exit-codes.schema.json says the same to editors. */
export const ExitCodes = z
  .strictObject({ $schema: z.string().optional(), exitCodes: z.array(Row) })
  .refine(
    ({ exitCodes }) => (["Linux", "Windows"] as const).every((system) => ascends(of(exitCodes, system))),
    "each system has each code once, in order",
  );

const of = <R extends Readonly<{ system: string }>>(rows: readonly R[], system: "Linux" | "Windows"): readonly R[] =>
  rows.filter((row) => row.system === system || row.system === "any");
const ascends = (rows: readonly Readonly<{ code: number }>[]): boolean => rows.every(({ code }, i) => i === 0 || code > (rows[i - 1]?.code ?? code));

const TABLE = ExitCodes.parse(data).exitCodes;

/** Codes of `./install` and UnifiedAgentConfigurator.sh, and from 220 on of the scripts around them; a code that is not here is a failure (EP0870). */
export const LINUX_EXIT_CODES: readonly ExitCodeRow[] = of(TABLE, "Linux");

/** Codes of UnifiedAgent.exe, UnifiedAgentConfigurator.exe and of the vendor's push around them. */
export const WINDOWS_EXIT_CODES: readonly ExitCodeRow[] = of(TABLE, "Windows");
