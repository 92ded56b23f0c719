import type { ErrorCode } from "../../core/errors.js";
import { platformOf } from "../platform-of.js";
import { describeError, ERROR_DESCRIPTIONS } from "./describe-error.js";
import { exitTables } from "./exit-tables.js";
import { vendorErrors, withPortalNumber } from "./vendor-errors.js";
import type { VendorError } from "./vendor-errors-schema.js";
import type { KnownCodes } from "./verdict.js";

/** The text of docs/errors.md: every error code, every code and number of the vendor, and every exit code of the installers. */
export function errorTable(codesOf: Readonly<Record<"Linux" | "Windows", KnownCodes>>): string {
  return [
    "# Errors",
    "",
    "This text is made from the code (`lib/agents/errors/error-table.ts` and the tables that it names); a test compares them.",
    "",
    "- [Codes of this product](#codes): what the error of a job says.",
    "- [Codes and numbers of Azure Site Recovery](#codes-and-numbers-of-azure-site-recovery): look up an EP code, or a number that the portal shows.",
    "- [Exit codes on Linux](#exit-codes-of-the-linux-installer-and-configurator), [on Windows](#exit-codes-of-the-windows-installer-and-configurator).",
    "",
    "## Codes",
    "",
    "An error of a job carries a code, a message, possible causes and a recommended action. Azure Site Recovery's own code follows where it has one,",
    "with the number that its portal shows in brackets (causes and cures are those of Linux; a job on Windows says its own); the message of one error may carry a more exact one. In a job the EP code is `ProviderErrorDetails.ErrorId`,",
    "the number `ProviderErrorDetails.ErrorCode` (0 where none is known).",
    "",
    "| code | possible causes | recommended action | Azure Site Recovery |",
    "| --- | --- | --- | --- |",
    ...codes.map(errorRow),
    "",
    "## Codes and numbers of Azure Site Recovery",
    "",
    "What its push installation reports, and what a job of this product calls the same thing. A number in brackets was matched by its meaning: Microsoft does not print both",
    "together. EP0863, EP0869, EP0893, EP0937 and EP0949 to EP0952 are not used; of the number 95109 no description is published.",
    "",
    "| EP | portal | system | cause | what to do | code here |",
    "| --- | --- | --- | --- | --- | --- |",
    ...vendorErrors().map(vendorRow),
    "",
    "## Exit codes of the Linux installer and configurator",
    "",
    "The codes prove little: 0 also follows a switch that the installer did not know, 98 also follows a missing role. The version on the machine decides.",
    "Codes from 220 on are those of the scripts that run the installer.",
    "",
    ...exitTables(codesOf.Linux),
    "",
    "## Exit codes of the Windows installer and configurator",
    "",
    "For jobs, packages and installations by hand. Codes from 1001 on that are not Windows Installer's (1603, 1605, 1618, 1641, 3010) are those",
    "of Microsoft's push service; those from 220 to 227 are of the scripts that run the installer.",
    "",
    ...exitTables(codesOf.Windows),
    "",
  ].join("\n");
}

const codes = Object.keys(ERROR_DESCRIPTIONS) as ErrorCode[]; // keys of a record over all codes

/** As a job on a Linux machine says it, with the code for Windows behind it where that is another one. */
function errorRow(code: ErrorCode): string {
  const { possibleCauses, recommendedAction, vendorCode } = describeError(code, platformOf("Linux").advice);
  const onWindows = describeError(code, platformOf("Windows").advice).vendorCode;
  const said = [vendorCode && withPortalNumber(vendorCode), onWindows !== vendorCode && onWindows && `Windows: ${withPortalNumber(onWindows)}`];
  return `| ${code} | ${possibleCauses} | ${recommendedAction} | ${said.filter(Boolean).join("; ")} |`;
}

const vendorRow = ({ ep = "", portal, matched, system, cause, advice, errorCode }: VendorError): string =>
  `| ${ep} | ${matched ? `(${portal})` : (portal ?? "")} | ${system} | ${cause} | ${advice.replaceAll("<", "&lt;").replaceAll("\\", "\\\\")} | ${errorCode ?? ""} |`;
