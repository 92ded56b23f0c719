import type { Job, JobTarget } from "../../jobs/job.js";
import { type Answer, jobAnswer, object } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { askedBy, type Caller } from "../http/caller.js";
import { fill } from "../objects/output.js";
import { AsrSupportBundle } from "../objects/support-bundle.js";
import { finishedZip } from "./finished-zip.js";

/** Starts the job that writes the bundle; it logs in as the job that it is about did. */
export async function exportBundle(context: FleetContext, caller: Caller, about: Job): Promise<Answer> {
  const { accountId } = about.input;
  const job = await context.startJob({
    recipe: "support-bundle",
    target: targetOf(about),
    input: { bundledJob: about.name, ...(accountId !== undefined && { accountId }) },
    ...askedBy(caller),
  });
  return jobAnswer(context, job);
}

const targetOf = ({ name, target }: Job): JobTarget =>
  target.kind === "machine"
    ? target
    : { kind: "job", name, friendlyName: target.friendlyName, ...(target.fabric !== undefined && { fabric: target.fabric }) };

/** The bundle of a job that has written one. Throws InvalidParameter for another kind of job, Conflict while it is being written. */
export async function bundleLink(context: FleetContext, job: Job): Promise<Answer> {
  const zip = await finishedZip(context, job, {
    recipe: "support-bundle",
    what: "support bundle",
    cmdlet: "Export-AzureRmRecoveryServicesAsrSupportBundle",
  });
  return object(fill(AsrSupportBundle, { Name: job.name, BundledJob: job.input.bundledJob ?? "", FileName: `support-${job.name}.zip`, ...zip }));
}
