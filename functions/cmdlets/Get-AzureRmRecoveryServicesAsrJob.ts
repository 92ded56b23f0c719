import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { choice, text, time } from "../../lib/api/cmdlet/parameter.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { listChildren } from "../../lib/api/jobs/list-children.js";
import { listJobs } from "../../lib/api/jobs/list-jobs.js";
import { showJob } from "../../lib/api/jobs/show-job.js";
import { AsrJob, asrJob } from "../../lib/api/objects/job.js";

const stateParameter = choice("Only jobs in this state.", ["NotStarted", "InProgress", "Succeeded", "Other", "Failed", "Cancelled", "Suspended"]);

export const getAsrJob = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrJob",
  synopsis: "Gets jobs with their tasks and errors, newest first.",
  scope: "reader",
  readsOnly: true,
  parameterSets: {
    ByParam: z.object({
      StartTime: time("Only jobs created at this time or later.").optional(),
      EndTime: time("Only jobs created at this time or earlier.").optional(),
      TargetObjectId: text("Only jobs of this machine: its name as a job shows it, or (faster) the ID of its item.").optional(),
      State: stateParameter.optional(),
      ...paging,
    }),
    ByName: z.object({ Name: text("Name of the job.") }),
    ByObject: z.object({ Job: jobReference("The job to read again.") }),
    ByParentJob: z.object({
      ParentJob: jobReference("The batch whose child jobs are wanted.", { extension: true }),
      State: stateParameter.optional(),
      ...paging,
    }),
  },
  defaultSet: "ByParam",
  output: AsrJob,
  answers: "list",
  examples: [
    { title: "Jobs at work", parameters: { State: "InProgress" } },
    { title: "The failed children of a batch", parameters: { ParentJob: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e", State: "Failed" } },
    { title: "One job", parameters: { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } },
  ],
  async run(context, parameters) {
    switch (parameters.parameterSet) {
      case "ByParam": {
        const page = await listJobs(context, parameters, pageRequest(parameters));
        return list(
          page.items.map((job) => asrJob(job, context.vault)),
          page.next,
        );
      }
      case "ByName":
        return object(await showJob(context, await findJob(context, parameters.Name, "Name")));
      case "ByObject":
        return object(await showJob(context, await findJob(context, parameters.Job, "Job")));
      case "ByParentJob": {
        const page = await listChildren(context, parameters, pageRequest(parameters));
        return list(
          page.items.map((job) => asrJob(job, context.vault)),
          page.next,
        );
      }
    }
  },
});
