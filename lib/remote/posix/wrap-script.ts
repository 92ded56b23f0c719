import { randomBytes } from "node:crypto";
import { Secret } from "../../core/secret.js";
import type { ScriptParts, WrappedScript } from "../staying/wrapped-script.js";
import { quote } from "./quote.js";

/**
 * Wraps POSIX sh text for a shell that gets one script after the other. The text is one function, so that the shell has read all of it before
 * anything runs; it runs in a shell of its own, of which nothing stays, and no child can read the next script from stdin. Secrets are assignments in
 * this text. Markers separate its output from what the login's own files print. What it leaves running must not hold its output.
 */
export function wrapScript({ text, args = [], secrets = {} }: ScriptParts): WrappedScript {
  const marker = `mf-${randomBytes(12).toString("hex")}`;
  const input = [
    "mf_script() {",
    ...Object.entries(secrets).map(([name, value]) => `${variable(name)}=${quote(value.reveal())}`),
    `:\n${text}\n}`,
    `printf '\\n%s\\n' ${marker}; printf '\\n%s\\n' ${marker} >&2`,
    `(${["mf_script", ...args.map(quote)].join(" ")}) </dev/null`,
    `mf_status=$?; unset -f mf_script; printf '\\n%s-ended %s\\n' ${marker} "$mf_status" >&2; printf '\\n%s-ended %s\\n' ${marker} "$mf_status"`,
    "",
  ].join("\n");
  return { input: new Secret(input), begin: `\n${marker}\n`, end: `\n${marker}-ended ` };
}

function variable(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError(`a secret's name must be a shell variable name, got ${JSON.stringify(name)}`);
  return name;
}
