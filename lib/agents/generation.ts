/** Classic registers with a configuration server by passphrase, modernized with a replication appliance by config.json. */
export type Generation = "Classic" | "Modernized";

/** The installer's word for it (`-c`). */
export const csType = (generation: Generation): "CSLegacy" | "CSPrime" => (generation === "Classic" ? "CSLegacy" : "CSPrime");

/** Whether an agent that says this of itself is one of the generation; one that says nothing is not known to be another. */
export const isOfGeneration = (found: string | undefined, generation: Generation): boolean =>
  found === undefined || found.toLowerCase() === csType(generation).toLowerCase();
