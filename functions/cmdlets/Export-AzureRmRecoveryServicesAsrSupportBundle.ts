import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { exportBundle } from "../../lib/api/jobs/export-bundle.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const exportAsrSupportBundle = defineCmdlet({
  name: "Export-AzureRmRecoveryServicesAsrSupportBundle",
  synopsis: "Gathers everything about a job in one zip file without secrets: rows, errors, our log, the machine's logs and state.",
  remarks:
    "Starts a job; when it has ended, Get-AzureRmRecoveryServicesAsrSupportBundle gives a link to the file. A machine that is busy or cannot be reached is left out, and the bundle says why.",
  extension: true,
  scope: "operator",
  parameterSets: { Default: z.object({ Job: jobReference("The job that the bundle is about.") }) },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  examples: [{ title: "A bundle of a failed job", parameters: { Job: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  run: async (context, { Job }, caller) => exportBundle(context, caller, await findJob(context, Job, "Job")),
});
