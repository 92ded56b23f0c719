/** What Windows' PowerShell has and Wine cannot give, by the name of the command: one function a file. */
export const STAND_INS: Readonly<Record<string, string>> = {};
