import { type InstallerError, parseInstallerErrors } from "../installers/installer-errors.js";
import { LINUX_ADVICE } from "./advice.js";
import { INSTALLER_ERROR_ADVICE } from "./installer-error-advice.js";

/** Finds the errors file in the log of scripts/install-agent.sh, which prints it between two lines of its own. */
export function errorsInLog(log: string): readonly InstallerError[] {
  const at = log.lastIndexOf(BEGIN);
  if (at < 0) return [];
  const [json = ""] = log.slice(at + BEGIN.length).split(`\n${END}`, 1);
  return parseInstallerErrors(json, { known: INSTALLER_ERROR_ADVICE, advice: LINUX_ADVICE });
}

const BEGIN = "--- InstallerErrors.json begin";
const END = "--- InstallerErrors.json end";
