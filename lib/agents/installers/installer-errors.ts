import { z } from "zod";
import type { MachineErrorCode } from "../../core/errors.js";
import { type Advice, describeError } from "../errors/describe-error.js";

/** One entry of the installer's errors file. `isWarning`: the installation went on. */
export type InstallerError = Readonly<{
  name: string /** With its prefix, as the file has it. */;
  vendorName: string;
  message: string;
  recommendedAction: string;
  code: MachineErrorCode;
  isWarning: boolean;
}>;

/** What a system's installer reports by name, without the vendor's prefix. */
export type KnownInstallerErrors = Readonly<Record<string, Readonly<{ code: MachineErrorCode; advice: string; isWarning?: true }>>>;

type Known = Readonly<{ known: KnownInstallerErrors; advice: Advice }>;

/** Reads InstallerErrors.json; what cannot be read gives no errors, because the file only explains what the exit code said. */
export function parseInstallerErrors(json: string, known: Known): readonly InstallerError[] {
  const file = ErrorsFile.safeParse(parseJson(json));
  return file.success ? file.data.Errors.flatMap((entry) => describeEntry(entry, known)) : [];
}

const ErrorsFile = z.object({ Errors: z.array(z.unknown()) });
const Entry = z.object({ error_name: z.string(), default_message: z.string().catch("") });

function describeEntry(entry: unknown, { known: names, advice }: Known): readonly InstallerError[] {
  const parsed = Entry.safeParse(entry);
  if (!parsed.success) return [];
  // The vendor's prefix is misspelt in one of the names.
  const vendorName = parsed.data.error_name.slice(0, 100);
  const name = parsed.data.error_name.replace(/^ASRMobil?ityService/, "").slice(0, 100);
  const known = Object.hasOwn(names, name) ? names[name] : undefined;
  const code = known?.code ?? "InstallerFailed";
  return [
    {
      name,
      vendorName,
      message: parsed.data.default_message.slice(0, 1000) || `The installer reported ${name}`,
      recommendedAction: known?.advice ?? describeError(code, advice).recommendedAction,
      code,
      isWarning: known?.isWarning ?? false,
    },
  ];
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // cut off, or not JSON at all: there is nothing to learn from it
  }
}
