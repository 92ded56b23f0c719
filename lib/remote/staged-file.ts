import { FleetError } from "../core/errors.js";
import type { Fence, StagedFile } from "./machine.js";

/** How a file is brought to a machine: whoever has the fence, for at most `budgetMs`. */
export type StageOptions = Readonly<{ fence: Fence; budgetMs: number; signal?: AbortSignal }>;

/** For a digest that the machine makes of the whole file: reading a gigabyte from a slow disk. */
export const DIGEST_TIMEOUT_MS = 300_000;

/** The digest, which becomes a file name on the machine. Errors: TypeError. */
export function checkedDigest({ sha256 }: StagedFile): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`a SHA-256 must be 64 lower-case hex digits, got ${JSON.stringify(sha256)}`);
  return sha256;
}

/** The digest of what arrived is another one. */
export const corruptFile = (address: string, { sha256, sizeBytes }: StagedFile): FleetError =>
  new FleetError(
    "InstallerCorrupt",
    `What arrived on ${address} is not the installer: expected ${sizeBytes} bytes with SHA-256 ${sha256}. It was removed there.`,
    {
      target: address,
      possibleCauses: "The installer in storage was changed, or the upload was written to on the machine.",
      recommendedAction: "Run the job again; if it happens again, import the installer anew.",
    },
  );

/** The signal, where there is one. */
export const signalOf = ({ signal }: Pick<StageOptions, "signal">): Pick<StageOptions, "signal"> => (signal ? { signal } : {});
