import type { Job } from "../api/objects.js";
import { JobBadge } from "../controls/badge.js";
import type { Column } from "../controls/row-table.js";
import { now } from "../live/now.js";
import { Link } from "../place/here.js";
import { clockTime, duration, took } from "../text/times.js";

/** What lists of jobs show of each. */
export const JOB_COLUMNS: readonly Column<Job>[] = [
  {
    ...{ name: "job", title: "Job", class: "name" },
    cell: (job) => (
      <Link words={["jobs", job.Name]}>
        {job.DisplayName}: {job.TargetObjectName}
      </Link>
    ),
  },
  { name: "state", title: "State", cell: (job) => <JobBadge state={job.State} description={job.StateDescription} /> },
  { name: "says", title: "Says", class: "wide says", cell: (job) => job.FleetDetails.Message ?? "–" },
  { name: "began", title: "Began", class: "wide", cell: (job) => clockTime(job.StartTime) },
  { name: "took", title: "Took", class: "wide number", cell: (job) => <Took job={job} /> },
];

/** Of the jobs of a batch, which all do the same: the name of the machine alone, so that a narrow page has room for it. */
export const CHILD_COLUMNS: readonly Column<Job>[] = JOB_COLUMNS.map((column) =>
  column.name === "job"
    ? { ...column, title: "Machine", cell: (job: Job) => <Link words={["jobs", job.Name]}>{job.TargetObjectName}</Link> }
    : column,
);

const Took = ({ job }: Readonly<{ job: Job }>) => {
  const ms = took(job, now.value);
  return <>{ms === undefined ? "–" : duration(ms)}</>;
};
