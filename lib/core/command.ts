import { Secret } from "./secret.js";

/** A command is data: words that can be compared in a test, logged without secrets, or printed for -WhatIf. */
export type Command = readonly (string | Secret)[];

/** One word for a POSIX shell. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new TypeError("a shell word cannot hold a NUL character");
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export const toShell = (command: Command): string => command.map((word) => quote(word instanceof Secret ? word.reveal() : word)).join(" ");

export const toLog = (command: Command): string => command.map((word) => (word instanceof Secret ? String(word) : quote(word))).join(" ");
