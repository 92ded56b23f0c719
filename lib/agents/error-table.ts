import { ERROR_DESCRIPTIONS } from "./describe-error.js";
import { LINUX_EXIT_CODES } from "./linux-exit-codes.js";
import type { ErrorDescription } from "./machine-errors.js";

/** The text of docs/errors.md: every error code, and every exit code of the installer. */
export function errorTable(): string {
  const errors = Object.entries(ERROR_DESCRIPTIONS).map(errorRow);
  const exits = LINUX_EXIT_CODES.map(
    ({ code, vendorCode, meaning, kind, errorCode }) => `| ${code} | ${vendorCode ?? ""} | ${meaning} | ${kind} | ${errorCode ?? ""} |`,
  );
  return [
    "# Errors",
    "",
    "This text is made from the code (`lib/agents/error-table.ts`); a test compares them.",
    "",
    "An error of a job carries a code, a message, possible causes and a recommended action. Azure Site Recovery's own code follows where it has one,",
    "with the number that its portal shows in brackets; the message of one error may carry a more exact one.",
    "",
    "| code | possible causes | recommended action | Azure Site Recovery |",
    "| --- | --- | --- | --- |",
    ...errors,
    "",
    "## Exit codes of the Linux installer and configurator",
    "",
    "The codes prove little: 0 also follows a switch that the installer did not know, 98 also follows a missing role. The version on the machine decides.",
    "Codes from 220 on are those of the scripts that run the installer.",
    "",
    "| code | Azure Site Recovery | meaning | kind | error |",
    "| --- | --- | --- | --- | --- |",
    ...exits,
    "",
  ].join("\n");
}

const errorRow = ([code, { possibleCauses, recommendedAction, vendorCode = "" }]: [string, ErrorDescription]): string =>
  `| ${code} | ${possibleCauses} | ${recommendedAction} | ${vendorCode} |`;
