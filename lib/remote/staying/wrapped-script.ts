import type { Secret } from "../../core/secret.js";

/** `bytes`: for the dialects whose scripts can be given some. */
export type ScriptParts = Readonly<{ text: string; args?: readonly string[]; secrets?: Readonly<Record<string, Secret>>; bytes?: Uint8Array }>;

/** What is written to a shell that reads from stdin, and between which lines the script's own output is. The line that `end` begins ends in its exit status. */
export type WrappedScript = Readonly<{ input: Secret; begin: string; end: string }>;
