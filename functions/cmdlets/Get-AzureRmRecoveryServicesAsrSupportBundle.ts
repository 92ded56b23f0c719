import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { bundleLink } from "../../lib/api/jobs/export-bundle.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { AsrSupportBundle } from "../../lib/api/objects/support-bundle.js";

export const getAsrSupportBundle = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrSupportBundle",
  synopsis: "Gives a link to a support bundle, good for four hours, with its size and SHA-256.",
  extension: true,
  scope: "operator",
  parameterSets: { Default: z.object({ Job: jobReference("The job that Export-AzureRmRecoveryServicesAsrSupportBundle answered.") }) },
  defaultSet: "Default",
  output: AsrSupportBundle,
  answers: "object",
  examples: [{ title: "Where to download a bundle", parameters: { Job: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  run: async (context, { Job }) => bundleLink(context, await findJob(context, Job, "Job")),
});
