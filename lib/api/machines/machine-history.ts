import type { Page, PageRequest } from "../../core/versioned.js";
import type { FleetEvent } from "../../fleet/alerts/event.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { Job } from "../../jobs/job.js";
import { listEvents } from "../alerts/list-events.js";
import type { FleetContext } from "../cmdlet/context.js";
import { asrJob } from "../objects/job.js";
import { type AsrMobilityServiceHistory, AsrMobilityServiceHistory as Shown } from "../objects/machine-history.js";
import { fill } from "../objects/output.js";

const MOST = 200;

/** The versions and restarts of a machine with what the timer found of its agent, newest first; from its last 200 jobs and events. */
export async function machineHistory(context: FleetContext, machine: Machine): Promise<readonly AsrMobilityServiceHistory[]> {
  const [jobs, events] = await Promise.all([
    context.jobs.listOfMachine(machine, { size: MOST }),
    newest((page) =>
      listEvents(context, { fabric: machine.fabric, AffectedObjectFriendlyName: machine.friendlyName, EventType: "AgentHealth" }, page),
    ),
  ]);
  const restarts = (machine.restarts ?? []).map((time) => fill(Shown, { Time: time, Kind: "Restarted", Message: "The machine was restarted" }));
  return [...jobs.items.flatMap((job) => ofJob(job, context)), ...events.flatMap(ofEvent), ...restarts].toSorted((a, b) =>
    a.Time < b.Time ? 1 : -1,
  );
}

const newest = async <T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> => (await read({ size: MOST })).items;

/** A job that left another version than it found. */
function ofJob(job: Job, { vault }: Pick<FleetContext, "vault">): AsrMobilityServiceHistory[] {
  const { DisplayName, FleetDetails } = asrJob(job, vault);
  const { VersionBefore, VersionAfter, Message } = FleetDetails;
  if (VersionAfter === null || VersionAfter === VersionBefore) return [];
  const time = job.endTime ?? job.createdTime;
  return [
    fill(Shown, {
      ...{ Time: time, Kind: "VersionChanged", FromVersion: VersionBefore, ToVersion: VersionAfter, JobName: job.name },
      Message: Message ?? DisplayName,
    }),
  ];
}

/** What came without a job; the failure of a job is told by the job. */
const ofEvent = ({ job, time, code, description }: FleetEvent): AsrMobilityServiceHistory[] =>
  job === undefined ? [fill(Shown, { Time: time, Kind: "Drift", EventCode: code, Message: description })] : [];
