import type { Secret } from "./secret.js";

/** A command is data: words that can be compared in a test. A secret among them shows itself to the shell alone. */
export type Command = readonly (string | Secret)[];
