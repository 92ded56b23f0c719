import common from "../../agents/deployment/windows/common.ps1";
import detect from "../../agents/deployment/windows/detect.ps1";
import install from "../../agents/deployment/windows/install.ps1";
import run from "../../agents/deployment/windows/run.cmd";
import uninstall from "../../agents/deployment/windows/uninstall.ps1";
import {
  WINDOWS_BUSY_CODES,
  WINDOWS_MIGRATE_ARGUMENTS,
  WINDOWS_SUCCESS_CODES,
  windowsInstallArguments,
  windowsRegistration,
} from "../../agents/deployment/windows-commands.js";
import { csType } from "../../agents/generation.js";
import { WINDOWS_FLOOR } from "../../agents/path/forbidden-starts.js";
import type { ZipEntry } from "../zip/zip.js";
import { configLines, installerLines } from "./package-config.js";
import { isForWindows, type PackagePlan } from "./package-plan.js";

/** The Windows part of a package, empty when it has no installer for Windows. Lines end as Windows likes them. */
export function windowsFiles(plan: PackagePlan): readonly (ZipEntry & { text: string })[] {
  const [installer] = plan.installers.filter(isForWindows);
  if (!installer) return [];
  const files = {
    "install.cmd": run,
    "install.ps1": install,
    "uninstall.cmd": run,
    "uninstall.ps1": uninstall,
    "common.ps1": common,
    "detect.ps1": detect.replace("@VERSION@", installer.version),
    "installers.tsv": installerLines([installer]),
    "package.conf": configLines(plan, settings(plan)),
  };
  return Object.entries(files).map(([name, text]) => ({ name: `windows/${name}`, text: text.replace(/\r?\n/g, "\r\n") }));
}

function settings({ fabric }: PackagePlan): Readonly<Record<string, string>> {
  const { generation } = fabric;
  const registration = windowsRegistration(fabric);
  return {
    CS_TYPE: csType(generation),
    INSTALL_ARGUMENTS: windowsInstallArguments({ generation, installed: false }),
    UPGRADE_ARGUMENTS: windowsInstallArguments({ generation, installed: true }),
    MIGRATE_ARGUMENTS: generation === "Modernized" ? WINDOWS_MIGRATE_ARGUMENTS : "",
    FLOOR: WINDOWS_FLOOR,
    SUCCESS_CODES: WINDOWS_SUCCESS_CODES.join(" "),
    BUSY_CODES: WINDOWS_BUSY_CODES.join(" "),
    SECRET_FILE: registration.secretFile,
    SECRET_SWITCH: registration.secretSwitch,
    REGISTER_ARGUMENTS: registration.arguments,
  };
}
