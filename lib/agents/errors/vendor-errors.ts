import type { MachineErrorCode } from "../../core/errors.js";
import data from "../data/vendor-errors.json" with { type: "json" };
import { platformOf } from "../platform-of.js";
import { describeError } from "./describe-error.js";
import { type ExitCodeRow, LINUX_EXIT_CODES, WINDOWS_EXIT_CODES } from "./exit-code-table.js";
import { type VendorError, VendorErrors } from "./vendor-errors-schema.js";

const TABLE = VendorErrors.parse(data);
const NUMBERS = new Map([...TABLE.portalNumbers, ...TABLE.errors].flatMap(({ ep, portal }) => (ep && portal ? [[ep, portal] as const] : [])));

/** The number that the portal shows for an EP code, where one is known. */
export const portalNumberOf = (ep: string): number | undefined => NUMBERS.get(ep);

/** Both numbers of the vendor, such as `EP0874 (95213)`. */
export const withPortalNumber = (ep: string): string => (NUMBERS.has(ep) ? `${ep} (${NUMBERS.get(ep)})` : ep);

/** Every EP code and portal number with its cause and its cure: the vendor's table, and what stands behind exit codes. */
export function vendorErrors(): readonly VendorError[] {
  const linux = LINUX_EXIT_CODES.flatMap((row) => fromExitCode(row, "Linux"));
  const windows = WINDOWS_EXIT_CODES.flatMap((row) => fromExitCode(row, "Windows"));
  const shared = new Set(linux.map(({ ep }) => ep).filter((ep) => windows.some((other) => other.ep === ep)));
  const derived = [...linux, ...windows].map((row) => (shared.has(row.ep) ? { ...row, system: "any" as const } : row));
  const known = new Set(TABLE.errors.map(({ ep }) => ep));
  const rest = derived.filter(({ ep }, i) => !known.has(ep) && derived.findIndex((other) => other.ep === ep) === i);
  return [...TABLE.errors, ...rest].toSorted((a, b) => (a.ep ?? "F").localeCompare(b.ep ?? "F") || (a.portal ?? 0) - (b.portal ?? 0));
}

function fromExitCode({ vendorCode: ep, meaning, errorCode, advice }: ExitCodeRow, system: "Linux" | "Windows"): readonly VendorError[] {
  if (ep === undefined) return [];
  const number = TABLE.portalNumbers.find((row) => row.ep === ep);
  return [
    {
      ep,
      ...(number && { portal: number.portal }),
      ...(number?.matched && { matched: true as const }),
      system,
      ...(errorCode && { errorCode }),
      cause: `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`,
      advice: advice ?? usualAdvice(errorCode),
    },
  ];
}

function usualAdvice(code: MachineErrorCode | undefined): string {
  if (code === undefined) return "Restart the machine in its next maintenance window; replication goes on until then.";
  if (code === "InstallerFailed")
    return "Read the job's log and the installer's (/var/log/ua_install.log, %ProgramData%\\ASRSetupLogs), cure what they name, run it again.";
  return describeError(code, platformOf("Linux").advice).recommendedAction; // jobs act on no other machines yet
}
