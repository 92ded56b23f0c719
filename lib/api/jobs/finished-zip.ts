import { FleetError } from "../../core/errors.js";
import { isFinal, type Job } from "../../jobs/job.js";
import type { RecipeName } from "../../jobs/recipe-name.js";
import type { FleetContext } from "../cmdlet/context.js";

const LINK_HOURS = 4;

/** Until when a link is good that is given out now. */
export const linkExpiry = (clock: FleetContext["clock"]): Date => new Date(clock.now().getTime() + LINK_HOURS * 3_600_000);

type FileKind = Readonly<{ recipe: RecipeName; what: string; cmdlet: string }>;
export type FinishedZip = Readonly<{ SizeInBytes: number; Sha256: string; DownloadUrl: string; DownloadExpiresOn: string }>;

/** The zip that a job has made, with a link to it. Throws InvalidParameter for another kind of job, Conflict when the job has made none (yet). */
export async function finishedZip({ bundles, clock }: FleetContext, { name, recipe, state, learned }: Job, wanted: FileKind): Promise<FinishedZip> {
  if (recipe !== wanted.recipe) {
    throw new FleetError("InvalidParameter", `Job ${name} makes no ${wanted.what}; expected a job that ${wanted.cmdlet} answered`, { target: "Job" });
  }
  if (!learned.bundle) {
    const why = isFinal({ state }) ? `ended as ${state} without a ${wanted.what}; make it again` : "has not ended yet; ask again when it has";
    throw new FleetError("Conflict", `Job ${name} ${why}`, { target: "Job" });
  }
  const expiresAt = linkExpiry(clock);
  return {
    SizeInBytes: learned.bundle.sizeBytes,
    Sha256: learned.bundle.sha256,
    DownloadUrl: await bundles.link(name, expiresAt),
    DownloadExpiresOn: expiresAt.toISOString(),
  };
}
