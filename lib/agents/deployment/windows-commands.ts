import type { Generation } from "../generation.js";
import type { Registration } from "../platform.js";
import { SECRET_FILE } from "../secret-file.js";

/** Where the Mobility service goes on Windows. */
export const WINDOWS_INSTALL_DIR = "C:\\Program Files (x86)\\Microsoft Azure Site Recovery";
/** The Mobility service among the installed programs, and its own record of itself. */
export const WINDOWS_PRODUCT = "{275197FC-14FD-4560-A5EB-38217F80CBD1}";
export const WINDOWS_REGISTRY = "HKLM\\SOFTWARE\\Wow6432Node\\InMage Systems\\Installed Products\\5";
export const WINDOWS_CONFIGURATOR = `${WINDOWS_INSTALL_DIR}\\agent\\UnifiedAgentConfigurator.exe`;

/** Arguments of MsiExec.exe that remove the Mobility service, word for word as its documentation has them. */
export const WINDOWS_UNINSTALL_ARGUMENTS = `/qn /x ${WINDOWS_PRODUCT} /L+*V "C:\\ProgramData\\ASRSetupLogs\\UnifiedAgentMSIUninstall.log"`;

/** Arguments of UnifiedAgent.exe that make a classic agent one of the modernized generation, over an older version. It must be registered anew. */
export const WINDOWS_MIGRATE_ARGUMENTS = `/Role MS /Platform VmWare /Silent /InstallationType Install /CSType CSPrime /InstallLocation "${WINDOWS_INSTALL_DIR}"`;

type WindowsInstall = Readonly<{ generation: Generation; installed: boolean; migrates?: boolean }>;

/** Arguments of UnifiedAgent.exe. The role is MS: installers refuse the word Agent of newer documents with 2. */
export function windowsInstallArguments({ generation, installed, migrates = false }: WindowsInstall): string {
  if (migrates) return WINDOWS_MIGRATE_ARGUMENTS;
  const location = `/InstallLocation "${WINDOWS_INSTALL_DIR}"`;
  switch (generation) {
    case "Classic":
      return installed ? '/Platform "VmWare" /Silent' : `/Role "MS" ${location} /Platform "VmWare" /Silent`;
    case "Modernized":
      return installed
        ? `/Role "MS" /Platform VmWare /Silent /InstallationType Upgrade /CSType CSPrime ${location}`
        : `/Platform VmWare /Silent /Role MS /CSType CSPrime ${location}`;
  }
}

export type WindowsRegistration = Readonly<{ secretSwitch: string; secretFile: string; arguments: string }>;

/** How the configurator is told of its server, and by which switch of the file that holds the secret. */
export function windowsRegistration({ generation, serverAddress = "", serverPort = 443 }: Registration): WindowsRegistration {
  const secretFile = SECRET_FILE[generation];
  switch (generation) {
    case "Classic":
      return {
        secretSwitch: "/PassphraseFilePath",
        secretFile,
        arguments: `/CSEndPoint ${serverAddress}${serverPort === 443 ? "" : ` /CSPort ${serverPort}`}`,
      };
    case "Modernized":
      return { secretSwitch: "/SourceConfigFilePath", secretFile, arguments: "/CSType CSPrime" };
  }
}

/** Exit codes of UnifiedAgent.exe by which it claims success, and those of an installer that has to wait for another. */
export const WINDOWS_SUCCESS_CODES = [0, 12, 98, 1641, 3010] as const;
export const WINDOWS_BUSY_CODES = [41, 1618] as const;
