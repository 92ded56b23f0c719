import { randomBytes } from "node:crypto";
import { quote } from "../core/command.js";
import { Secret } from "../core/secret.js";
import prologue from "./scripts/prologue.sh";
import type { CommandResult } from "./transport.js";

export type ScriptParts = Readonly<{ text: string; args?: readonly string[]; secrets?: Readonly<Record<string, Secret>> }>;

/** What goes into the shell's stdin, and how to find the script's own output in what comes out. */
export type WrappedScript = Readonly<{
  stdin: Secret;
  /** The script's own result; undefined when the script never began, whatever the exit code says. */
  unwrap(result: CommandResult): CommandResult | undefined;
}>;

/** More than this of a login's own chatter before the script hides its output. */
export const CHATTER_BYTES = 16 * 1024;

/**
 * Wraps POSIX sh text for `/bin/sh -s`. The text is one function, so that the shell has read all of it before anything runs, and no
 * child can read the rest from stdin. Secrets are assignments in this text. Markers separate its output from that of a login's own files.
 */
export function wrapScript({ text, args = [], secrets = {} }: ScriptParts): WrappedScript {
  const marker = `mf-${randomBytes(12).toString("hex")}`;
  const stdin = [
    prologue,
    ...Object.entries(secrets).map(([name, value]) => `${variable(name)}=${quote(value.reveal())}`),
    `mf_script() {\n:\n${text}\n}`,
    `printf '\\n%s\\n' ${marker}; printf '\\n%s\\n' ${marker} >&2`,
    `(${["mf_script", ...args.map(quote)].join(" ")}) </dev/null`,
    `mf_status=$?; printf '\\n%s\\n' ${marker}; exit "$mf_status"`,
    "",
  ].join("\n");
  return { stdin: new Secret(stdin), unwrap: (result) => between(result, `\n${marker}\n`) };
}

function variable(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError(`a secret's name must be a shell variable name, got ${JSON.stringify(name)}`);
  return name;
}

function between(result: CommandResult, marker: string): CommandResult | undefined {
  const [, stdout] = split(result.stdout, marker);
  if (stdout === undefined) return undefined;
  const [own] = split(stdout, marker);
  const [before, stderr] = split(result.stderr, marker);
  return { ...result, stdout: own, stderr: stderr ?? before };
}

function split(text: string, marker: string): [string, string?] {
  const at = text.indexOf(marker);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + marker.length)];
}
