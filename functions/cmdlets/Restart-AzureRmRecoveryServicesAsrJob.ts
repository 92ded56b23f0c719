import { z } from "zod";
import { jobAnswer, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { restartFor } from "../../lib/api/jobs/restart-for.js";
import { windowOf, windowParameters } from "../../lib/api/machines/batch-window.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const restartAsrJob = defineCmdlet({
  name: "Restart-AzureRmRecoveryServicesAsrJob",
  synopsis: "Starts a new job that does again what a failed or stopped one was to do.",
  remarks:
    "The old job stays as it is; FleetDetails.RestartOf of the new one names it. Of a batch only the machines that did not succeed are worked on, in the same order and by the same rules. A window of it that is over must be given anew (NotBefore, NotAfter).",
  scope: "operator",
  parameterSets: {
    ByObject: z.object({ InputObject: jobReference("The job to do again.", { aliases: ["Job"] }), ...windowParameters }),
    ByName: z.object({ Name: text("Name of the job."), ...windowParameters }),
  },
  defaultSet: "ByObject",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Do a job again", parameters: { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  async run(context, parameters, caller) {
    const byName = parameters.parameterSet === "ByName";
    const job = await findJob(context, byName ? parameters.Name : parameters.InputObject, byName ? "Name" : "InputObject");
    const window = windowOf(parameters, context.clock.now());
    return proposal({
      target: job.name,
      action: "Restart job",
      perform: async () => jobAnswer(context, await restartFor(context, caller, job, window)),
    });
  },
});
