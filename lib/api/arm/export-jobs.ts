import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import type { StartJobRequest } from "../../jobs/control/start-job.js";
import type { Given } from "../cmdlet/bind-parameters.js";
import { choice, wholeNumber } from "../cmdlet/parameter.js";
import { askedBy, type Caller } from "../http/caller.js";
import { bindFilter, bindTo } from "./bind-to.js";
import { JOB_FILTER, jobFilter } from "./job-filter.js";

const OUTPUT = z.object({
  jobOutputType: choice("What kind of file is written; Json when not given.", ["Json", "Xml", "Excel"]).optional(),
  timezoneOffset: wholeNumber("Minutes that the clocks of the reader are ahead of UTC.", { min: -1440, max: 1440 }).optional(),
});

/** The job that the body of an export asks for. What it says is that of a filter, each value alone. */
export function exportRequest(caller: Caller, properties: Given): StartJobRequest {
  const given = [...properties].filter(([, value]) => value !== null && value !== undefined && value !== "");
  const isOutput = (name: string) => Object.keys(OUTPUT.shape).some((known) => known.toLowerCase() === name.toLowerCase());
  const { jobOutputType = "Json", timezoneOffset = 0 } = bindTo(OUTPUT, new Map(given.filter(([name]) => isOutput(name))));
  const conditions = given.filter(([name]) => !isOutput(name)).map(([name, value]) => [name, [textOf(name, value)]] as const);
  const { StartTime, EndTime, State, also = {} } = jobFilter(bindFilter(JOB_FILTER, new Map(conditions)));
  return {
    recipe: "export-jobs",
    target: { kind: "job", name: "export", friendlyName: State === undefined ? "Jobs" : `Jobs (${State})` },
    input: {
      jobExport: {
        ...(StartTime && { from: StartTime.toISOString() }),
        ...(EndTime && { until: EndTime.toISOString() }),
        selection: also,
        format: jobOutputType,
        offsetMinutes: timezoneOffset,
      },
    },
    ...askedBy(caller),
  };
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new FleetError("InvalidParameter", `The parameter ${name.slice(0, 64)} expects a text`, { target: name.slice(0, 64) });
}
