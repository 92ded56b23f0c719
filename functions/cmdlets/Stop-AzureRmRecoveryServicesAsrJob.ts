import { z } from "zod";
import { jobAnswer, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const stopAsrJob = defineCmdlet({
  name: "Stop-AzureRmRecoveryServicesAsrJob",
  synopsis: "Asks a job to end at its next step.",
  remarks:
    "An installer that runs on a machine is never killed; the job says in what state it left the machine. A job that has ended is answered as it is.",
  scope: "operator",
  parameterSets: {
    ByObject: z.object({ InputObject: jobReference("The job to stop.", { aliases: ["Job"] }) }),
    ByName: z.object({ Name: text("Name of the job.") }),
  },
  defaultSet: "ByObject",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  changesJob: true,
  examples: [{ title: "Stop a job", parameters: { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  async run(context, parameters) {
    const byName = parameters.parameterSet === "ByName";
    const job = await findJob(context, byName ? parameters.Name : parameters.InputObject, byName ? "Name" : "InputObject");
    return proposal({
      target: job.name,
      action: "Stop job",
      perform: async () => jobAnswer(context, await context.stopJob(job.name)),
    });
  },
});
