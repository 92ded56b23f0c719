import type { Secret } from "../../core/secret.js";

export type ScriptParts = Readonly<{ text: string; args?: readonly string[]; secrets?: Readonly<Record<string, Secret>> }>;

/** What is written to a shell that reads from stdin, and between which lines the script's own output is. The line that `end` begins ends in its exit status. */
export type WrappedScript = Readonly<{ input: Secret; begin: string; end: string }>;
