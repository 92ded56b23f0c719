import { type InstallerError, parseInstallerErrors } from "../installers/installer-errors.js";
import { WINDOWS_ADVICE } from "./advice.js";
import { INSTALLER_ERROR_ADVICE } from "./installer-error-advice.js";

/** Finds the errors file in the log of scripts/install-agent.ps1, which prints it between two lines of its own; else the names that the installer's own log has. */
export function errorsInLog(log: string): readonly InstallerError[] {
  const at = log.lastIndexOf(BEGIN);
  const [json = ""] = at < 0 ? [] : log.slice(at + BEGIN.length).split(`\n${END}`, 1);
  const named = JSON.stringify({ Errors: [...new Set(log.match(NAME) ?? [])].slice(0, 20).map((name) => ({ error_name: name })) });
  return parseInstallerErrors(at < 0 ? named : json, { known: INSTALLER_ERROR_ADVICE, advice: WINDOWS_ADVICE });
}

const BEGIN = "--- InstallerErrors.json begin";
const END = "--- InstallerErrors.json end";
const NAME = /ASRMobil?ityService[A-Za-z0-9_]{3,100}/g;
