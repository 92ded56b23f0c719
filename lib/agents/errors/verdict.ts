import type { MachineErrorCode } from "../../core/errors.js";
import { type Advice, describeError } from "./describe-error.js";
import type { ExitCodeRow, ExitKind } from "./exit-code-table.js";
import type { ErrorDescription } from "./machine-errors.js";

export type Phase = "install" | "register" | "uninstall";

/** Which program ended, and whether its errors file could be read; not said where it writes none. */
export type Ended = Readonly<{ phase: Phase; explained?: boolean }>;

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
export function verdictReader({ rows, rowsOf, installed, advice }: KnownCodes): (exitCode: number, about: Ended) => Verdict {
  const find = (exitCode: number, phase: Phase): ExitCodeRow =>
    [...rowsOf[phase], ...(phase === "uninstall" ? [] : rows)].find(({ code }) => code === exitCode) ?? unknownRow(exitCode);
  return (exitCode, { phase, explained }) => {
    const known = find(exitCode, phase);
    const row = explained === false ? { ...known, ...UNEXPLAINED[exitCode] } : known;
    const message = `The ${PROGRAMS[phase]} ended with ${exitCode}: ${row.meaning}`;
    const vendor = row.vendorCode ? { vendorCode: row.vendorCode } : {};
    const code = row.errorCode === "InstallerFailed" ? FAILED[phase] : row.errorCode;
    if (code === undefined) {
      const verdict = (phase === "install" ? installed.get(exitCode) : undefined) ?? "Succeeded";
      return { verdict, kind: "Success", message, ...vendor };
    }
    const described = describeError(code, advice);
    return {
      ...described,
      verdict: "Failed",
      kind: row.kind,
      code,
      message,
      possibleCauses: code === "InstallerFailed" ? `${capital(row.meaning)}.` : described.possibleCauses,
      recommendedAction:
        row.kind === "Retry" ? triedAgain(phase, row.advice ?? described.recommendedAction) : (row.advice ?? described.recommendedAction),
      retryable: row.kind === "Retry",
      ...vendor,
    };
  };
}

/** Codes whose file is missing, or cannot be read, are outcomes of their own. */
const UNEXPLAINED: Readonly<Record<number, Pick<ExitCodeRow, "meaning" | "vendorCode">>> = {
  97: { vendorCode: "EP2004", meaning: "failed, and the errors file that would say why is missing or cannot be read" },
  99: { vendorCode: "EP2003", meaning: "a prerequisite is not met, and the errors file that would say which is missing or cannot be read" },
};

/** The job does so by itself, within limits; the advice is for when that did not help. */
const triedAgain = (phase: Phase, advice: string): string =>
  `The job tries the ${PROGRAMS[phase]} again by itself, a few times. When it ends like this all the same: ${advice}`;

export const PROGRAMS: Readonly<Record<Phase, string>> = { install: "installer", register: "configurator", uninstall: "uninstaller" };
/** What a failure of each program is called that nothing more is known of. */
export const FAILED = { install: "InstallerFailed", register: "RegistrationFailed", uninstall: "UninstallFailed" } as const satisfies Record<
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
