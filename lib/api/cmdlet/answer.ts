import { FleetError } from "../../core/errors.js";
import { isFinal, type Job } from "../../jobs/job.js";
import { asrJob } from "../objects/job.js";
import type { PlanShown } from "../objects/plans/what-if.js";
import type { FleetContext } from "./context.js";

/** How long a caller is asked to wait before it looks at a job again. */
export const RETRY_AFTER_SECONDS = 5;

/** Stands on a list of which later only the changes can be asked for; `complete` tells that it is the whole list, and not the changes. */
export type Changes = Readonly<{ token: string; complete: boolean }>;

/** What a cmdlet puts out, before it is worded as HTTP. */
export type Answer =
  | Readonly<{ kind: "object"; object: object /** Of which job the object is. */; jobName?: string }>
  /** `skipToken` reads on; absent on the last page. */
  | Readonly<{ kind: "list"; items: readonly object[]; skipToken?: string; changes?: Changes }>
  /** The work goes on in a job. */
  | Readonly<{ kind: "accepted"; object: object; jobName: string }>;

/** What a cmdlet is about to do. With WhatIf it is shown, else performed; until then nothing is changed. */
export type Proposal = Readonly<{
  kind: "proposal";
  target: string;
  action: string;
  /** What would come of it, in detail; asked for only with WhatIf. */
  plan?(): Promise<PlanShown>;
  perform(): Promise<Answer>;
}>;

export const object = (object: object) => ({ kind: "object", object }) as const satisfies Answer;

export const list = (items: readonly object[], skipToken?: string, changes?: Changes): Answer => ({
  kind: "list",
  items,
  ...(changes && { changes }),
  ...(skipToken !== undefined && { skipToken }),
});

/** A job that goes on is accepted; one that has ended is just shown. */
export const jobAnswer = ({ vault }: Pick<FleetContext, "vault">, job: Job): Answer =>
  isFinal(job) ? { ...object(asrJob(job, vault)), jobName: job.name } : { kind: "accepted", object: asrJob(job, vault), jobName: job.name };

export const proposal = (proposed: Omit<Proposal, "kind">): Proposal => ({ kind: "proposal", ...proposed });

/** The name of the job that an answer is about: of every answer that `jobAnswer` has made. */
export function startedJob(answer: Answer): string {
  if (answer.kind !== "list" && answer.jobName !== undefined) return answer.jobName;
  throw new FleetError("Internal", "A job was to be started, and the answer names none");
}
