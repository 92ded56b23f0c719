import { z } from "zod";
import { jobAnswer, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { notUsed, text } from "../../lib/api/cmdlet/parameter.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

const common = { Comment: notUsed("A comment for the record of the vault") };

export const resumeAsrJob = defineCmdlet({
  name: "Resume-AzureRmRecoveryServicesAsrJob",
  synopsis: "Lets a suspended job go on at the step where it was.",
  remarks:
    "A job is suspended when its run-as account was refused or stopped: change the account first (Set-AsrRunAsAccount); or because its machine is to be restarted first: then it goes on by itself, too, when a look finds that done. A batch is suspended after MaxFailures, or when children of it are: resumed, it opens further machines, forgives the failures until then, and its suspended children go on.",
  scope: "operator",
  parameterSets: {
    ByObject: z.object({ InputObject: jobReference("The job to resume.", { aliases: ["Job"] }), ...common }),
    ByName: z.object({ Name: text("Name of the job."), ...common }),
  },
  defaultSet: "ByObject",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  changesJob: true,
  examples: [{ title: "Resume a job", parameters: { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  async run(context, parameters) {
    const byName = parameters.parameterSet === "ByName";
    const job = await findJob(context, byName ? parameters.Name : parameters.InputObject, byName ? "Name" : "InputObject");
    return proposal({
      target: job.name,
      action: "Resume job",
      perform: async () => jobAnswer(context, await context.resumeJob(job.name)),
    });
  },
});
