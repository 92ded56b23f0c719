import type { Generation } from "./generation.js";

/** What the file is called that holds the registration secret. */
export const SECRET_FILE = { Classic: "connection.passphrase", Modernized: "config.json" } as const satisfies Record<Generation, string>;
