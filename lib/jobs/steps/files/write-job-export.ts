import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { allPages } from "../../../core/all-pages.js";
import type { FleetStep, FleetStepContext } from "../../engine/step.js";
import { ENDING, jobFile } from "../../export/job-file.js";
import { type JobRow, jobRow } from "../../export/job-row.js";
import type { JobExport } from "../../job-input.js";
import { isSelected } from "../../job-selection.js";

const PAGE = 1000;
const MOST_JOBS = 20_000;

/** Writes a list of jobs as one file, newest first; the older ones are left out when there are too many, and the job says so. */
export const writeJobExport: FleetStep<"export-jobs"> = {
  name: "write-job-export",
  title: "Writing the list of jobs",
  changes: false,
  attemptSeconds: 150,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, support, signal } = context;
    const asked = job.input.jobExport;
    const { rows, all } = await readRows(context, asked);
    const file = await jobFile(rows, asked.format);
    const fileName = `jobs-${job.name.toLowerCase()}.${ENDING[asked.format]}`;
    await support.bundles.put(job.name, { fileName, content: Readable.from([file]), signal });
    const bundle = { sizeBytes: file.length, sha256: createHash("sha256").update(file).digest("hex") };
    const message = `The file lists ${rows.length} jobs${all ? "" : `, the newest ones: ask for the others with an earlier endTime`}`;
    return { type: "done", message, learned: { bundle, ...(!all && { partly: true }) } };
  },
};

async function readRows(
  { support, job: { name: own }, signal }: FleetStepContext<"export-jobs">,
  asked: JobExport,
): Promise<{ rows: readonly JobRow[]; all: boolean }> {
  const { from, until, selection, offsetMinutes } = asked;
  const [state, ...others] = selection.states ?? [];
  const query = {
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(state && others.length === 0 && { state }),
  };
  const rows: JobRow[] = [];
  for await (const items of allPages((page) => support.jobs.list(query, page), { size: PAGE })) {
    signal.throwIfAborted();
    const wanted = items.filter((job) => job.name !== own && isSelected(job, selection));
    const room = MOST_JOBS - rows.length;
    rows.push(...wanted.slice(0, room).map((job) => jobRow(job, offsetMinutes)));
    if (wanted.length > room) return { rows, all: false };
  }
  return { rows, all: true };
}
