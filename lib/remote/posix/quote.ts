import type { Command } from "../../core/command.js";
import { Secret } from "../../core/secret.js";

/** One word for a POSIX shell. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new TypeError("a shell word cannot hold a NUL character");
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command as the line that a POSIX shell splits into the same words. */
export const toShell = (command: Command): string => command.map((word) => quote(word instanceof Secret ? word.reveal() : word)).join(" ");
