import type { MachineErrorCode } from "../../core/errors.js";
import { type Advice, describeError } from "./describe-error.js";
import type { ExitCodeRow, ExitKind } from "./exit-code-table.js";
import type { ErrorDescription } from "./machine-errors.js";

export type Phase = "install" | "register" | "uninstall";

export type SuccessKind = "Succeeded" | "SucceededRebootRecommended" | "AlreadyInstalled";

/** What an exit code claims. A success is proved only by what the machine shows afterwards: 0 and 98 also come when nothing was done. */
export type Verdict =
  | Readonly<{ verdict: SuccessKind; kind: "Success"; message: string; vendorCode?: string }>
  | (Readonly<{ verdict: "Failed"; kind: ExitKind; code: MachineErrorCode; message: string; retryable: boolean }> & ErrorDescription);

/** `rows`: of installer and configurator. `rowsOf`: what means something else to one program, and all that the uninstaller knows. `installed`: which successes of the installer say more. */
export type KnownCodes = Readonly<{
  rows: readonly ExitCodeRow[];
  rowsOf: Readonly<Record<Phase, readonly ExitCodeRow[]>>;
  installed: ReadonlyMap<number, SuccessKind>;
  advice: Advice;
}>;

/** Reads the exit codes of a system's installer, configurator and uninstaller, and of the scripts around them. */
export function verdictReader({ rows, rowsOf, installed, advice }: KnownCodes): (exitCode: number, about: Readonly<{ phase: Phase }>) => Verdict {
  const find = (exitCode: number, phase: Phase): ExitCodeRow =>
    [...rowsOf[phase], ...(phase === "uninstall" ? [] : rows)].find(({ code }) => code === exitCode) ?? unknownRow(exitCode);
  return (exitCode, { phase }) => {
    const row = find(exitCode, phase);
    const message = `The ${PROGRAMS[phase]} ended with ${exitCode}: ${row.meaning}`;
    const vendor = row.vendorCode ? { vendorCode: row.vendorCode } : {};
    const code = row.errorCode === "InstallerFailed" ? FAILED[phase] : row.errorCode;
    if (code === undefined) {
      const verdict = (phase === "install" ? installed.get(exitCode) : undefined) ?? "Succeeded";
      return { verdict, kind: "Success", message, ...vendor };
    }
    const known = describeError(code, advice);
    return {
      ...known,
      verdict: "Failed",
      kind: row.kind,
      code,
      message,
      possibleCauses: code === "InstallerFailed" ? `${capital(row.meaning)}.` : known.possibleCauses,
      recommendedAction: row.advice ?? known.recommendedAction,
      retryable: row.kind === "Retry",
      ...vendor,
    };
  };
}

const PROGRAMS: Readonly<Record<Phase, string>> = { install: "installer", register: "configurator", uninstall: "uninstaller" };
const FAILED = { install: "InstallerFailed", register: "RegistrationFailed", uninstall: "UninstallFailed" } as const satisfies Record<
  Phase,
  MachineErrorCode
>;

const unknownRow = (code: number): ExitCodeRow => ({
  code,
  vendorCode: "EP0870",
  meaning: "a code that is not documented",
  kind: "Failure",
  errorCode: "InstallerFailed",
});
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
