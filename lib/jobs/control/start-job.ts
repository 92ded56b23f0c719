import { FleetError } from "../../core/errors.js";
import { uuidv7 } from "../../core/ids.js";
import { isFinal, type Job, type JobTarget } from "../job.js";
import type { JobDeps, JobStore } from "../ports.js";
import type { RecipeName } from "../recipe-name.js";
import type { InputOf } from "../recipe-records.js";
import { inputDifferences } from "./input-differences.js";
import { findRepeated, sendIfUntouched } from "./repeated-call.js";
import { sendSaved } from "./send-saved.js";

/** A job to be, of one recipe or of whatever recipe. */
export type StartJobRequest<R extends RecipeName = RecipeName> = Readonly<{
  recipe: R;
  target: JobTarget;
  input: InputOf<R>;
  restartOf?: string;
}> &
  AskedBy;

/** Who asks for a job, with which key and from where, as its row keeps it. */
export type AskedBy = Partial<Pick<Job, "startedBy" | "startedWith" | "startedFrom" | "clientRequestId">>;

/**
 * Saves the job, then sends its message. An open job that was asked exactly the same of the same machine is given back instead of a second one, and so
 * is one of anything else that the same caller asked for and nobody has taken up; its message is sent again, in case the call before could not.
 * Throws Conflict when the open one was asked for anything else (version, restart, account, host key, path), or is suspended.
 */
export const startJob =
  ({ jobs, queue, clock }: JobDeps) =>
  async (request: StartJobRequest): Promise<Job> => {
    const open = await findOpen(jobs, request);
    if (open?.state === "Suspended") throw jobSuspended(open);
    const differences = open ? inputDifferences(open.input, request.input) : [];
    if (open && differences.length > 0) throw otherJobOpen(open, differences);
    if (open) return sendIfUntouched(queue, open);
    const job = newJob(request, clock.now());
    await jobs.create(job);
    await sendSaved(queue, job);
    return job;
  };

async function findOpen(jobs: JobStore, request: StartJobRequest): Promise<Job | undefined> {
  const { recipe, target } = request;
  if (target.kind !== "machine" || !target.fabric || !target.container) return findRepeated(jobs, request);
  const ref = { fabric: target.fabric, container: target.container, name: target.name };
  const latest = await jobs.listOfMachine(ref, { size: 5 });
  return latest.items.find((job) => job.recipe === recipe && !isFinal(job) && !job.cancelRequested);
}

const otherJobOpen = ({ name, target }: Job, differences: readonly string[]) =>
  new FleetError("Conflict", `Job ${name} is at work on ${target.friendlyName}, but was not asked for the same: ${differences.join(", ")}`, {
    recommendedAction: `Wait until job ${name} has ended, or stop it; then repeat the call. To follow that job, ask for exactly what it was asked for.`,
  });

const jobSuspended = ({ name, target, errors }: Job) =>
  new FleetError("Conflict", `Job ${name} of ${target.friendlyName} is suspended: ${errors[0]?.message ?? "it waits for somebody"}`, {
    recommendedAction: "Mend what its error says, then let it go on with Resume-AsrJob; or stop it and repeat the call.",
  });

/** A job as it is before its first step. */
export const newJob = ({ recipe, target, input, restartOf, ...asked }: StartJobRequest, now: Date, name = uuidv7(now)): Job => ({
  name,
  recipe,
  state: "NotStarted",
  stateDescription: "NotStarted",
  target,
  input,
  learned: {},
  tasks: [],
  errors: [],
  step: 0,
  attempts: 0,
  poisoned: 0,
  turn: 0,
  ticket: 1,
  dueTime: now.toISOString(),
  createdTime: now.toISOString(),
  ...askedOf(asked),
  ...(restartOf && { restartOf }),
});

/** Who asked, of a job or of what is to become one; a child of a batch has it of the batch. */
export const askedOf = ({ startedBy, startedWith, startedFrom, clientRequestId }: AskedBy): AskedBy => ({
  ...(startedBy && { startedBy }),
  ...(startedWith && { startedWith }),
  ...(startedFrom && { startedFrom }),
  ...(clientRequestId && { clientRequestId }),
});
