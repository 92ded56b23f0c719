import { withPortalNumber } from "../../agents/errors/vendor-errors.js";
import type { Job, JobError, JobTask } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";

/** A job to be read by a person: what it was, step by step, and its errors with their advice. */
export const jobAsText = (job: Job): string =>
  [
    `${RECIPE_FACTS[job.recipe].displayName} of ${job.target.friendlyName}`,
    `Job ${job.name}: ${job.state} (${job.stateDescription})`,
    `Created ${job.createdTime}, started ${job.startTime ?? "-"}, ended ${job.endTime ?? "-"}, by ${job.startedBy ?? "-"}`,
    "",
    ...job.tasks.flatMap(taskLines),
    "",
    ...job.errors.flatMap(errorLines),
    "",
  ].join("\n");

const taskLines = ({ name, displayName, state, startTime, endTime, message }: JobTask): readonly string[] => [
  `${state.padEnd(11)} ${startTime ?? "-"} to ${endTime ?? "-"}  ${displayName} (${name})`,
  ...(message ? [`            ${message}`] : []),
];

const errorLines = ({ code, message, possibleCauses, recommendedAction, vendorCode, task, time }: JobError): readonly string[] => [
  `${time} ${code}${vendorCode ? ` (${withPortalNumber(vendorCode)})` : ""}${task ? ` in ${task}` : ""}`,
  `  ${message}`,
  `  Possible causes: ${possibleCauses}`,
  `  Recommended action: ${recommendedAction}`,
];
