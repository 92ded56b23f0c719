import { randomBytes } from "node:crypto";
import { Secret } from "../../core/secret.js";
import type { ScriptParts, WrappedScript } from "../staying/wrapped-script.js";

/** Wraps PowerShell text as a request of scripts/serve.ps1: one line, in which text, arguments and secrets are base64 and nothing is pasted into anything. */
export function wrapScript({ text, args = [], secrets = {}, bytes }: ScriptParts): WrappedScript {
  const marker = `mf-${randomBytes(12).toString("hex")}`;
  const parts = [...args.map((word) => `a:${base64(word)}`), ...Object.entries(secrets).map(named), ...(bytes ? [`b:${inBase64(bytes)}`] : [])];
  return { input: new Secret(`${[marker, base64(text), ...parts].join(" ")}\n`), begin: `\n${marker}\n`, end: `\n${marker}-ended ` };
}

function named([name, value]: readonly [string, Secret]): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError(`a secret's name must be a variable name, got ${JSON.stringify(name)}`);
  return `s:${name}:${base64(value.reveal())}`;
}

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const inBase64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
