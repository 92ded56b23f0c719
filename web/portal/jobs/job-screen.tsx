import { call, readAll } from "../api/call.js";
import type { Job } from "../api/objects.js";
import { JobBadge } from "../controls/badge.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { useLive } from "../live/use-live.js";
import { Link } from "../place/here.js";
import { clockTime } from "../text/times.js";
import { BatchView } from "./batch-view.js";
import { Errors } from "./errors.js";
import { JobActions } from "./job-actions.js";
import { LogView } from "./log-view.js";
import { MadeFile } from "./made-file.js";
import { Tasks } from "./tasks.js";

export type JobWithChildren = Readonly<{ job: Job; children: readonly Job[] }>;

const isOpen = ({ State }: Job): boolean => State === "InProgress" || State === "NotStarted";

/** One job, or one batch with its machines. */
export function JobScreen({ name }: Readonly<{ name: string }>) {
  const { live, refresh } = useLive<JobWithChildren>({
    key: `job ${name}`,
    load: async () => {
      const job = await call<Job>("Get-ASRJob", { Name: name });
      return { job, children: job.FleetDetails.Batch ? await readAll<Job>("Get-ASRJob", { ParentJob: name }) : [] };
    },
    isBusy: ({ job }) => isOpen(job),
    isLarge: ({ children }) => children.length > 1000,
  });
  return (
    <Shown live={live} refresh={refresh} what="the job">
      {({ job, children }) => (
        <>
          <Head job={job} />
          <MadeFile job={job} />
          <JobActions job={job} onDone={refresh} />
          {job.Errors.length > 0 && <Errors errors={job.Errors} tasks={job.Tasks} />}
          {job.FleetDetails.Batch ? <BatchView job={job} counts={job.FleetDetails.Batch} children={children} /> : <Tasks job={job} />}
          {!job.FleetDetails.Batch && <LogView name={name} />}
          <SameByCommand
            calls={[
              { cmdlet: "Get-AzureRmRecoveryServicesAsrJob", parameters: { Name: name } },
              job.FleetDetails.Batch
                ? { cmdlet: "Get-AzureRmRecoveryServicesAsrJob", parameters: { ParentJob: name, Top: 1000 } }
                : { cmdlet: "Get-AzureRmRecoveryServicesAsrJobLog", parameters: { Name: name, Offset: 0 } },
            ]}
          />
        </>
      )}
    </Shown>
  );
}

function Head({ job }: Readonly<{ job: Job }>) {
  const { ParentJob, RestartOf, VersionBefore, VersionAfter, TargetVersion, StartedBy, Warnings, Message, RebootRequired, CancelRequested } =
    job.FleetDetails;
  const to = VersionAfter ?? TargetVersion;
  return (
    <>
      <h1>
        {job.DisplayName}: {job.TargetObjectName} <JobBadge state={job.State} description={job.StateDescription} />
      </h1>
      {Message && (
        <p class="lead" role="status">
          {Message}
        </p>
      )}
      <ul class="facts">
        {to && (
          <li>
            {VersionBefore ?? "none"} → {to}
          </li>
        )}
        <li>
          Began {clockTime(job.StartTime)}
          {job.EndTime && `, ended ${clockTime(job.EndTime)}`}
        </li>
        {StartedBy && <li>Started by {StartedBy}</li>}
        {RebootRequired && RebootRequired !== "None" && <li>A restart is {RebootRequired.toLowerCase()}</li>}
        {CancelRequested && <li>It was asked to end</li>}
        {ParentJob && (
          <li>
            <Link words={["jobs", ParentJob]}>Its batch</Link>
          </li>
        )}
        {RestartOf && (
          <li>
            <Link words={["jobs", RestartOf]}>The job that it does again</Link>
          </li>
        )}
      </ul>
      {Warnings.map((warning) => (
        <p key={warning} class="note warn">
          {warning}
        </p>
      ))}
    </>
  );
}
