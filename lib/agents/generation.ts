/** Classic registers with a configuration server by passphrase, modernized with a replication appliance by config.json. */
export type Generation = "Classic" | "Modernized";

/** The installer's word for it (`-c`). */
export const csType = (generation: Generation): "CSLegacy" | "CSPrime" => (generation === "Classic" ? "CSLegacy" : "CSPrime");
