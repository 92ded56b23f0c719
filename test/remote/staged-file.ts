import { createHash } from "node:crypto";
import type { StagedFile } from "../../lib/remote/machine.js";

/** A file to be staged that has this content. */
export const stagedFile = (content: Buffer): StagedFile => ({
  sha256: createHash("sha256").update(content).digest("hex"),
  sizeBytes: content.length,
  async *lend(offset) {
    yield* slices(content.subarray(offset));
  },
});

/** The content as it would come from storage, piece by piece. */
export function* slices(content: Buffer) {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}
