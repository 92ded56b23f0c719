/** Verbs that PowerShell approves; a cmdlet with another does not compile. */
export type Verb =
  | "Get"
  | "New"
  | "Set"
  | "Remove"
  | "Start"
  | "Stop"
  | "Restart"
  | "Resume"
  | "Test"
  | "Update"
  | "Install"
  | "Uninstall"
  | "Register"
  | "Import"
  | "Export";

/** The AzureRM name is the name of the function; the others are its aliases. */
export type CmdletName = `${Verb}-AzureRmRecoveryServicesAsr${Capitalize<string>}`;

/** `Update-AzRecoveryServicesAsrMobilityService` and `Update-ASRMobilityService`: what the newer module and short scripts say. */
export const aliasesOf = (name: CmdletName): readonly string[] => [
  name.replace("-AzureRmRecoveryServicesAsr", "-AzRecoveryServicesAsr"),
  name.replace("-AzureRmRecoveryServicesAsr", "-ASR"),
  ...(name.endsWith("AsrAlertSetting") ? formerNames(name) : []),
];

/** The real module knows its alert setting as notification setting, too. */
const formerNames = (name: CmdletName): readonly string[] =>
  ["-AzRecoveryServicesAsr", "-ASR"].map((before) => `${name.split("-", 1)[0]}${before}NotificationSetting`);

export const allNames = (name: CmdletName): readonly string[] => [name, ...aliasesOf(name)];

/** One function for a cmdlet and its aliases; routes compare without regard to case. */
export const routeOf = (name: CmdletName): string => `api/{cmdlet:regex(^(${allNames(name).join("|")})$)}`;
