/** The words that start Windows PowerShell with a text that no shell changes: base64 is inert in cmd and in PowerShell. Nothing of the session's profile, input or policy by preference decides. */
const WORDS = "-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat None -OutputFormat Text -EncodedCommand";

/** `-EncodedCommand` takes UTF-16. */
export const encoded = (script: string): string => Buffer.from(script.trim(), "utf16le").toString("base64");

/** A line that starts Windows PowerShell by its full path, whatever PATH says. */
export const powershellLine = (systemRoot: string, script: string): string =>
  `${systemRoot}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe ${WORDS} ${encoded(script)}`;
