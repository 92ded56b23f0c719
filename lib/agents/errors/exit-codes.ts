import type { MachineErrorCode } from "../../core/errors.js";
import { describeError } from "./describe-error.js";
import { type ExitCodeRow, type ExitKind, LINUX_EXIT_CODES } from "./exit-code-table.js";
import type { ErrorDescription } from "./machine-errors.js";

export type Phase = "install" | "register" | "uninstall";

/** What an exit code claims. A success is proved only by what the machine shows afterwards: 0 and 98 also come when nothing was done. */
export type Verdict =
  | Readonly<{ verdict: "Succeeded" | "SucceededRebootRecommended" | "AlreadyInstalled"; kind: "Success"; message: string; vendorCode?: string }>
  | (Readonly<{ verdict: "Failed"; kind: ExitKind; code: MachineErrorCode; message: string; retryable: boolean }> & ErrorDescription);

/** Reads the exit code of the Linux installer, of the configurator, of the uninstaller, or of the script around it. */
export function verdictOf(exitCode: number, { phase }: Readonly<{ phase: Phase }>): Verdict {
  const row = ROWS_OF[phase].get(exitCode) ?? (phase === "uninstall" ? undefined : ROWS.get(exitCode)) ?? unknownRow(exitCode);
  const message = `The ${PROGRAMS[phase]} ended with ${exitCode}: ${row.meaning}`;
  const vendor = row.vendorCode ? { vendorCode: row.vendorCode } : {};
  const code = row.errorCode === "InstallerFailed" ? FAILED[phase] : row.errorCode;
  if (code === undefined) return { verdict: successOf(exitCode, phase), kind: "Success", message, ...vendor };
  const known = describeError(code);
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
}

const ROWS = new Map(LINUX_EXIT_CODES.map((row) => [row.code, row]));

const PROGRAMS: Readonly<Record<Phase, string>> = { install: "installer", register: "configurator", uninstall: "uninstaller" };
const FAILED = { install: "InstallerFailed", register: "RegistrationFailed", uninstall: "UninstallFailed" } as const satisfies Record<
  Phase,
  MachineErrorCode
>;

/** What means something else to the configurator, and all that the uninstaller knows. */
const ROWS_OF: Readonly<Record<Phase, ReadonlyMap<number, ExitCodeRow>>> = {
  install: new Map(),
  register: new Map([
    [1, { code: 1, vendorCode: "EP0886", meaning: "the registration failed", kind: "Failure", errorCode: "RegistrationFailed" }],
    [98, { code: 98, vendorCode: "EP0965", meaning: "registered with warnings", kind: "Success" }],
    [
      119,
      {
        code: 119,
        vendorCode: "EP0896",
        meaning: "the registration with the appliance failed, or it was not started as root",
        kind: "Retry",
        errorCode: "RegistrationFailed",
      },
    ],
  ]),
  uninstall: new Map([
    [0, { code: 0, meaning: "success", kind: "Success" }],
    [1, { code: 1, meaning: "nothing is installed, or another instance of it runs", kind: "Failure", errorCode: "UninstallFailed" }],
    [2, { code: 2, vendorCode: "EP0868", meaning: "the services could not be stopped", kind: "Failure", errorCode: "UninstallFailed" }],
    [224, { code: 224, meaning: "uninstall.sh is not there", kind: "Failure", errorCode: "AgentDamaged" }],
  ]),
};

function successOf(exitCode: number, phase: Phase): "Succeeded" | "SucceededRebootRecommended" | "AlreadyInstalled" {
  if (phase === "install" && exitCode === 12) return "AlreadyInstalled";
  return phase === "install" && (exitCode === 98 || exitCode === 209) ? "SucceededRebootRecommended" : "Succeeded";
}

const unknownRow = (code: number): ExitCodeRow => ({
  code,
  vendorCode: "EP0870",
  meaning: "a code that is not documented",
  kind: "Failure",
  errorCode: "InstallerFailed",
});
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
