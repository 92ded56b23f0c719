import { z } from "zod";
import type { FleetStep, FleetStepContext, StepOutcome } from "../engine/step.js";
import type { BatchInput } from "../job-input.js";
import type { BatchProgress } from "../learned.js";
import { copyMembers } from "./copy-members.js";
import { listMembers } from "./list-members.js";
import { machineSieve } from "./machine-sieve.js";
import { machineKey, memberOf } from "./member-of.js";
import { placesOf, type SelectsAll } from "./places-of.js";
import { added, NO_PROGRESS } from "./progress.js";
import { inShort, selected, soFar } from "./selected.js";

/** Writes the machines that fit as members of the batch, page by page; those of a list are there already, those of a restart are copied. */
export const selectMembers: FleetStep<"batch"> = {
  name: "select-members",
  title: "Selecting the machines",
  changes: true,
  patient: true, // storage that is away for a while does not end a batch
  deadlineSeconds: 6 * 3600,
  run: async (context) => {
    const batch = batchOf(context);
    const progress = context.job.learned.batch ?? NO_PROGRESS;
    const { cancelRequested, restartOf } = context.job;
    if (cancelRequested) return { type: "cancelled", message: "Stopped before a machine was begun", learned: { batch: progress } };
    if (progress.selected) return selected(progress);
    if (batch.selection.kind === "all") return select(context, batch, batch.selection, progress);
    return restartOf === undefined ? selected(progress) : copyMembers(context, restartOf, progress);
  },
};

const PAGE = 500;

async function select(
  { job, fleet, installers, clock, report, hasTime }: FleetStepContext<"batch">,
  batch: BatchInput,
  selection: SelectsAll,
  begun: BatchProgress,
): Promise<StepOutcome> {
  const places = await placesOf(fleet.fabrics, selection);
  const sieve = machineSieve({ ...fleet, installers, clock }, selection.filter);
  // What an invocation that died wrote beyond its last save is kept, and counted once.
  const known = new Set<string>();
  let next = 0;
  for await (const member of listMembers(fleet.batches, job.name)) {
    known.add(machineKey(member));
    next = Math.max(next, (member.order % (1 << 20)) + 1);
  }
  let progress: BatchProgress = { ...begun, total: known.size, waiting: known.size };
  let place = readCursor(progress.cursor);
  for (;;) {
    const here = places[place.container];
    if (here === undefined) return selected(progress);
    const { protectedOnly } = selection;
    const page = await fleet.machines.list(here.fabric, here.container, {
      size: PAGE,
      protectedOnly,
      ...(place.after !== undefined && { after: place.after }),
    });
    const fresh = (await sieve(page.items)).filter((machine) => !known.has(machineKey(machine)));
    const members = fresh.map((machine) => memberOf(machine, next++, batch));
    await fleet.batches.add(job.name, members);
    place = page.next === undefined ? { container: place.container + 1 } : { container: place.container, after: page.next };
    progress = { ...added(progress, members.length), cursor: JSON.stringify(place) };
    await report(inShort(progress), { batch: progress });
    if (!hasTime()) return soFar(progress);
  }
}

const Cursor = z.object({ container: z.number().int(), after: z.string().optional() });

const readCursor = (cursor: string | undefined): z.infer<typeof Cursor> =>
  cursor === undefined ? { container: 0 } : Cursor.parse(JSON.parse(cursor));

export const batchOf = ({ job }: Pick<FleetStepContext<"batch">, "job">): BatchInput => job.input.batch;
