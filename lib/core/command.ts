import { Secret } from "./secret.js";

/** A command is data: words that can be compared in a test. A secret among them shows itself to the shell alone. */
export type Command = readonly (string | Secret)[];

/** One word for a POSIX shell. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new TypeError("a shell word cannot hold a NUL character");
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export const toShell = (command: Command): string => command.map((word) => quote(word instanceof Secret ? word.reveal() : word)).join(" ");
