import { fullShell, QUIET } from "../../powershell/full-shell.js";

/** The console program of PowerShell 7. */
export const PWSH: string | undefined = fullShell();

/** Why the tests that need it cannot run here. */
export const noPwsh = PWSH ? "" : " (needs PowerShell 7, or the .NET 10 SDK and its package source)";

export const PWSH_ENVIRONMENT = { ...process.env, ...QUIET };
