import { call } from "../api/call.js";
import type { FleetEvent, History, Job, MachineDetails, Update } from "../api/objects.js";
import { Badge, JobBadge, RowBadge } from "../controls/badge.js";
import { Blockers } from "../controls/blockers.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { canUpdate, type Row, rowsOf } from "../items/rows.js";
import { useLive } from "../live/use-live.js";
import { go, Link } from "../place/here.js";
import { clearSelection, tick } from "../plan/selection.js";
import { clockTime } from "../text/times.js";
import { machineFacts } from "./machine-facts.js";
import { Neighbours } from "./neighbours.js";
import { type Moment, timeLine } from "./time-line.js";

type Machine = Readonly<{ update: Update; row: Row | undefined; details: MachineDetails | undefined; moments: readonly Moment[] }>;

const NEWEST = 50;
const HISTORY = "Get-AzureRmRecoveryServicesAsrMobilityServiceHistory";

/** One machine: what it is, what can be done, and its life on one line of time. */
export function MachineScreen({ id }: Readonly<{ id: string }>) {
  const { live, refresh } = useLive<Machine>({
    key: `machine ${id}`,
    load: () => readMachine(id),
    isBusy: ({ update }) => update.JobName !== null,
  });
  return (
    <Shown live={live} refresh={refresh} what="the machine">
      {(machine) => (
        <>
          <Neighbours id={id} />
          <Head machine={machine} />
          {machine.update.BlockedBy.length > 0 && (
            <section aria-label="In the way of an update">
              <h2>In the way of an update</h2>
              <Blockers blockedBy={machine.update.BlockedBy} />
            </section>
          )}
          <Life moments={machine.moments} />
          {machine.details && <Facts details={machine.details} update={machine.update} />}
          <SameByCommand
            calls={[
              { cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate", parameters: { ProtectableItem: id } },
              { cmdlet: "Get-AzureRmRecoveryServicesAsrReplicationProtectedItem", parameters: { ProtectableItem: id } },
              { cmdlet: HISTORY, parameters: { ProtectableItem: id } },
              { cmdlet: "Get-AzureRmRecoveryServicesAsrJob", parameters: { TargetObjectId: id, Top: NEWEST } },
              { cmdlet: "Get-AzureRmRecoveryServicesAsrEvent", parameters: { ResourceId: id, Top: NEWEST } },
            ]}
          />
        </>
      )}
    </Shown>
  );
}

async function readMachine(id: string): Promise<Machine> {
  const update = await call<Update>("Get-ASRMobilityServiceUpdate", { ProtectableItem: id });
  const item = update.ReplicationProtectedItemId;
  const [jobs, events, histories, details] = await Promise.all([
    call<{ value: readonly Job[] }>("Get-ASRJob", { TargetObjectId: id, Top: NEWEST }),
    call<{ value: readonly FleetEvent[] }>("Get-ASREvent", { ResourceId: item ?? id, Top: NEWEST }),
    call<{ value: readonly History[] }>(HISTORY, { ProtectableItem: id, Top: NEWEST }),
    item === null ? undefined : call<MachineDetails>("Get-ASRReplicationProtectedItem", { ProtectableItem: id }),
  ]);
  return { update, row: rowsOf([update])[0], details, moments: timeLine(jobs.value, events.value, histories.value) };
}

function Head({ machine: { update, row } }: Readonly<{ machine: Machine }>) {
  return (
    <>
      <h1>
        {update.FriendlyName} {row && <RowBadge row={row} />}
      </h1>
      <ul class="facts">
        <li>
          Mobility service <strong>{update.InstalledVersion ?? "not known"}</strong>
        </li>
        {update.Path.length > 0 && <li>Next: {update.Path.join(" → ")}</li>}
        {update.RebootPending !== "None" && <li>A restart is {update.RebootPending.toLowerCase()}</li>}
        {update.HeldVersions.map(({ Version, Reason }) => (
          <li key={Version}>
            {Version} is on hold: {Reason}
          </li>
        ))}
        <li>Last seen {update.AsOf ? clockTime(update.AsOf) : "never"}</li>
      </ul>
      {update.Warnings.map((warning) => (
        <p key={warning} class="note warn">
          {warning}
        </p>
      ))}
      <div class="actions start">
        {update.JobName && (
          <Link class="button" words={["jobs", update.JobName]}>
            The job that runs
          </Link>
        )}
        {row && canUpdate(row) && (
          <button
            type="button"
            onClick={() => {
              clearSelection();
              tick(row.id, true);
              go({ words: ["update"], query: { q: `"${row.name}"` } });
            }}
          >
            Update to {update.TargetVersion}
          </button>
        )}
      </div>
    </>
  );
}

const Life = ({ moments }: Readonly<{ moments: readonly Moment[] }>) => (
  <section aria-label="What happened">
    <h2>What happened</h2>
    {moments.length === 0 && <p class="quiet">Nothing yet.</p>}
    <ol class="life">
      {moments.map(({ key, time, job, event, history }) => (
        <li key={key}>
          <time dateTime={time}>{clockTime(time)}</time>
          {job && (
            <div>
              <Link words={["jobs", job.Name]}>{job.DisplayName}</Link> <JobBadge state={job.State} description={job.StateDescription} />
              <p class="quiet">{job.FleetDetails.Message}</p>
            </div>
          )}
          {history && (
            <div>
              <strong>{history.Message}</strong>
              <p class="quiet">First seen after it at this time.</p>
            </div>
          )}
          {event && (
            <div>
              <strong>{event.EventCode}</strong>{" "}
              <Badge tone={event.Severity === "OK" ? "good" : event.Severity === "Critical" ? "bad" : "warn"}>{event.Severity}</Badge>
              <p class="quiet">{event.Description}</p>
            </div>
          )}
        </li>
      ))}
    </ol>
  </section>
);

const Facts = ({ details, update }: Readonly<{ details: MachineDetails; update: Update }>) => (
  <section aria-label="What it is">
    <h2>What it is</h2>
    <dl class="about">
      {machineFacts(details, update).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </section>
);
