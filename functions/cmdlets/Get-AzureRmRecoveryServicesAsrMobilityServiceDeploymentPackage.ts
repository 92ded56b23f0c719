import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { packageLink } from "../../lib/api/deployment/package.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { AsrMobilityServiceDeploymentPackage } from "../../lib/api/objects/deployment.js";

export const getAsrMobilityServiceDeploymentPackage = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage",
  synopsis: "Gives a link to a deployment package, good for four hours, with its size and SHA-256.",
  extension: true,
  scope: "operator",
  parameterSets: {
    Default: z.object({ Job: jobReference("The job that New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage answered.") }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceDeploymentPackage,
  answers: "object",
  examples: [{ title: "Where to download a package", parameters: { Job: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  run: async (context, { Job }) => packageLink(context, await findJob(context, Job, "Job")),
});
