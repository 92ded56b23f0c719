import { ENDING } from "../../jobs/export/job-file.js";
import { isFinal, type Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { linkExpiry } from "../jobs/finished-zip.js";
import { showJob } from "../jobs/show-job.js";
import type { ArmAnswer } from "./operation.js";
import { wireJob } from "./wire/job.js";
import type { Wire } from "./wire/wire-of.js";

/** One job as Get-ASRJob shows it; one that has not ended is to be asked for again. */
export const jobShown = async (context: FleetContext, job: Job): Promise<ArmAnswer> => ({
  kind: "resource",
  resource: wireJob(await showJob(context, job), await exportDetails(context, job)),
  pending: !isFinal(job),
});

/** Of a finished export where its file is: a new link each time that the job is read. */
async function exportDetails({ bundles, clock }: FleetContext, { name, recipe, input, learned }: Job): Promise<Wire | undefined> {
  if (recipe !== "export-jobs" || !learned.bundle || !input.jobExport) return undefined;
  const link = await bundles.link(name, linkExpiry(clock), ENDING[input.jobExport.format]);
  const [blobUri = "", sasToken = ""] = link.split("?");
  return { instanceType: "ExportJobDetails", blobUri, sasToken };
}
