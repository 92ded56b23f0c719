import { FleetError } from "../../../core/errors.js";
import type { InstallerContent } from "../../../fleet/ports.js";
import type { StagedFile } from "../../../remote/machine.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { Hop } from "../../learned.js";
import type { PathRecipe } from "../../recipe-records.js";

/** Brings the installer into root's cache on the machine, in slices that fit the time budget; skipped when it is there. */
export const stageInstaller: MachineStep<PathRecipe> = {
  name: "stage-installer",
  title: "Copying the installer",
  changes: true,
  attemptSeconds: 150, // root copies and digests a large file on a slow disk
  deadlineSeconds: 4 * 3600,
  run: async (context) => {
    const hop = hopOf(context);
    const { remote, content, fence, timing, signal } = context;
    const staged = await (await remote()).stage(stagedFile(content, hop), { fence, budgetMs: timing.uploadSliceMs, signal });
    if (!staged.ready) {
      const message = `${megabytes(staged.receivedBytes)} of ${megabytes(hop.sizeBytes)} MB are on the machine`;
      return { type: "wait", seconds: 0, message };
    }
    if (staged.sentBytes === 0) return { type: "done", message: `${hop.fileName} was on the machine already`, skipped: true };
    return {
      type: "done",
      message: `${hop.fileName} (${megabytes(hop.sizeBytes)} MB) is on the machine, its digest is right`,
    };
  },
};

/** The installer of a hop as a file for the machine. */
export const stagedFile = (content: InstallerContent, { sha256, sizeBytes }: Hop): StagedFile => ({
  sha256,
  sizeBytes,
  lend: (offset, signal) => content.lend(sha256, offset, signal),
});

/** The installer of the present hop. */
export function hopOf({ hop }: MachineContext<PathRecipe>): Hop {
  if (!hop) throw new FleetError("Internal", "A step of a hop was run without one");
  return hop;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
