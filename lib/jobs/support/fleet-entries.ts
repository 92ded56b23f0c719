import { PRODUCT_VERSION } from "../../core/product.js";
import type { FleetEvent } from "../../fleet/alerts/event.js";
import type { BundleContext } from "../engine/step.js";
import type { Job } from "../job.js";
import { type BundleEntry, jsonEntry } from "./entry.js";
import { jobAsText } from "./job-as-text.js";

const LOG_BYTES = 1024 * 1024;
const MOST_EVENTS = 1000;
const MOST_MEMBERS = 1000;

/** What the fleet itself knows about a job: rows, log, events, catalogue, settings. */
export async function fleetEntries(context: BundleContext, job: Job): Promise<readonly BundleEntry[]> {
  const { support, jobLogs, installers, clock } = context;
  const { fabric, container, name } = job.target;
  const isMachine = job.target.kind === "machine" && fabric !== undefined && container !== undefined;
  const [log, row, machine, catalogue, parent, members] = await Promise.all([
    endOfLog(jobLogs, job),
    fabric === undefined ? undefined : support.fabrics.find(fabric),
    isMachine ? support.machines.find({ fabric, container, name }) : undefined,
    installers.list(job.learned.osTag),
    job.parent === undefined ? undefined : support.jobs.find(job.parent),
    job.target.kind === "batch" ? support.batches.list(job.name, {}, { size: MOST_MEMBERS }) : undefined,
  ]);
  return [
    { name: "job.txt", text: jobAsText(job) },
    jsonEntry("job.json", job),
    { name: "job.log", text: log },
    jsonEntry("events.json", await eventsOf(context, job)),
    ...(row ? [jsonEntry("fabric.json", row.value)] : []),
    ...(machine ? [jsonEntry("machine.json", machine.value)] : []),
    ...(parent ? [jsonEntry("parent-job.json", parent.value)] : []),
    ...(members ? [jsonEntry("batch-members.json", members.items)] : []),
    jsonEntry("installers.json", catalogue),
    jsonEntry("product.json", { version: PRODUCT_VERSION, bundledAt: clock.now().toISOString(), settings: support.product.settings }),
  ];
}

/** Of a long log the end, from the beginning of a line: what went wrong stands there. */
async function endOfLog(jobLogs: BundleContext["jobLogs"], { name, learned }: Job): Promise<string> {
  const from = Math.max(0, (learned.logBytes ?? 0) - LOG_BYTES);
  const { text } = await jobLogs.read(name, from, LOG_BYTES);
  return from === 0 ? text : `[The first ${from} bytes and the rest of that line are left out]\n${text.slice(text.indexOf("\n") + 1)}`;
}

async function eventsOf({ support, clock }: BundleContext, { name, createdTime }: Job): Promise<readonly FleetEvent[]> {
  const { items } = await support.events.list({ from: new Date(createdTime), until: clock.now() }, { size: MOST_EVENTS });
  return items.filter(({ job }) => job === name);
}
