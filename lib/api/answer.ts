import { isFinal, type Job } from "../jobs/job.js";
import type { FleetContext } from "./context.js";
import { asrJob } from "./objects/job.js";
import type { UpdatePlanShown } from "./objects/what-if.js";

/** What a cmdlet puts out, before it is worded as HTTP. */
export type Answer =
  | Readonly<{ kind: "object"; object: object }>
  /** `skipToken` reads on; absent on the last page. */
  | Readonly<{ kind: "list"; items: readonly object[]; skipToken?: string }>
  /** The work goes on in a job. */
  | Readonly<{ kind: "accepted"; object: object; jobName: string }>;

/** What a cmdlet is about to do. With WhatIf it is shown, else performed; until then nothing is changed. */
export type Proposal = Readonly<{
  kind: "proposal";
  target: string;
  action: string;
  /** What would come of it, in detail; asked for only with WhatIf. */
  plan?(): Promise<UpdatePlanShown>;
  perform(): Promise<Answer>;
}>;

export const object = (object: object): Answer => ({ kind: "object", object });

export const list = (items: readonly object[], skipToken?: string): Answer => ({
  kind: "list",
  items,
  ...(skipToken !== undefined && { skipToken }),
});

/** A job that goes on is accepted; one that has ended is just shown. */
export const jobAnswer = ({ vault }: Pick<FleetContext, "vault">, job: Job): Answer =>
  isFinal(job) ? object(asrJob(job, vault)) : { kind: "accepted", object: asrJob(job, vault), jobName: job.name };

export const proposal = (proposed: Omit<Proposal, "kind">): Proposal => ({ kind: "proposal", ...proposed });
