import { z } from "zod";
import { object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { jobReference } from "../../lib/api/cmdlet/reference.js";
import { findJob } from "../../lib/api/jobs/find-job.js";
import { followLog } from "../../lib/api/jobs/follow-log.js";
import { AsrJobLog } from "../../lib/api/objects/job-log.js";

const part = {
  Offset: wholeNumber("Byte to read from; 0 when not given.", { min: 0, max: Number.MAX_SAFE_INTEGER }).optional(),
  Length: wholeNumber("At most so many bytes; 65536 when not given.", { min: 1, max: 1_048_576 }).optional(),
  Wait: wholeNumber("Seconds to hold the answer until there is more text, or the job has ended.", { min: 0, max: 25 }).optional(),
};

export const getAsrJobLog = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrJobLog",
  synopsis: "Gets what installers and configurators print during a job, also while they run.",
  remarks: "To follow a log, call again and again with Offset = NextOffset of the last answer and Wait = 25, until IsComplete is true.",
  extension: true,
  scope: "reader",
  parameterSets: {
    ByObject: z.object({ Job: jobReference("The job."), ...part }),
    ByName: z.object({ Name: text("Name of the job."), ...part }),
  },
  defaultSet: "ByObject",
  output: AsrJobLog,
  answers: "object",
  examples: [
    { title: "The log of a job from its beginning", parameters: { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e", Offset: 0 } },
    { title: "What comes next", parameters: { Name: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e", Offset: 1834, Wait: 25 } },
  ],
  async run(context, parameters) {
    const byName = parameters.parameterSet === "ByName";
    const job = await findJob(context, byName ? parameters.Name : parameters.Job, byName ? "Name" : "Job");
    const { Offset = 0, Length = 65_536, Wait = 0 } = parameters;
    return object(await followLog(context, job, { offset: Offset, length: Length, waitMs: Wait * 1000 }));
  },
});
