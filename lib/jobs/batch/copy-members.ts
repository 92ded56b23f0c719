import type { FleetStepContext, StepOutcome } from "../engine/step.js";
import type { BatchProgress } from "../learned.js";
import type { BatchMember } from "./batch-member.js";
import { added } from "./progress.js";
import { inShort, selected, soFar } from "./selected.js";

const PAGE = 500;

/** Members of a batch that has ended, without those that succeeded, become members of this one in the same places, so that a page can be copied twice. */
export async function copyMembers(
  { job, fleet, report, hasTime }: FleetStepContext<"batch">,
  from: string,
  begun: BatchProgress,
): Promise<StepOutcome> {
  let progress = begun;
  for (;;) {
    const { items, next } = await fleet.batches.list(from, {}, { size: PAGE, ...(progress.cursor !== undefined && { after: progress.cursor }) });
    const members = items.filter(({ state }) => state !== "Succeeded").map(fresh);
    await fleet.batches.add(job.name, members);
    progress = added(progress, members.length);
    if (next === undefined) return selected(progress);
    progress = { ...progress, cursor: next };
    await report(inShort(progress), { batch: progress });
    if (!hasTime()) return soFar(progress);
  }
}

function fresh({ job: _before, reason: _mended, missedWindow: _then, ...member }: BatchMember): BatchMember {
  return { ...member, state: "Waiting" };
}
