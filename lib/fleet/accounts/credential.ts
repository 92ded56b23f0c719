import type { Secret } from "../../core/secret.js";

/** What opens a machine: a password, a private key (with its passphrase where it has one), or both. */
export type Credential = Readonly<{ password?: Secret; privateKey?: Secret; privateKeyPassphrase?: Secret }>;
