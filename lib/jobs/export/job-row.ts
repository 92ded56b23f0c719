import { foreignText } from "../../core/foreign-text.js";
import type { Job } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";

/** A job as one line of a table; what is not known is absent. */
export type JobRow = Readonly<Partial<Record<(typeof JOB_COLUMNS)[number], string>>>;

/** The columns, in their order. */
export const JOB_COLUMNS = [
  "name",
  "jobType",
  "displayName",
  "state",
  "stateDescription",
  "createdTime",
  "startTime",
  "endTime",
  "targetObjectName",
  "targetObjectId",
  "targetKind",
  "fabric",
  "startedBy",
  "versionBefore",
  "versionAfter",
  "errorCode",
  "errorMessage",
  "recommendedAction",
] as const;

/** `offsetMinutes`: how far ahead of UTC the clocks of the reader are. */
export function jobRow(job: Job, offsetMinutes: number): JobRow {
  const { jobType, displayName } = RECIPE_FACTS[job.input.batch?.recipe ?? job.recipe];
  const error = job.errors.at(-1);
  const row: Partial<Record<keyof JobRow, string | undefined>> = {
    ...{ name: job.name, jobType, displayName, state: job.state, stateDescription: job.stateDescription },
    createdTime: local(job.createdTime, offsetMinutes),
    startTime: local(job.startTime, offsetMinutes),
    endTime: local(job.endTime, offsetMinutes),
    ...{ targetObjectName: job.target.friendlyName, targetObjectId: job.target.name, targetKind: job.target.kind, fabric: job.target.fabric },
    ...{ startedBy: job.startedBy, versionBefore: job.learned.versionBefore, versionAfter: job.learned.versionAfter },
    ...{ errorCode: error?.code, errorMessage: error?.message, recommendedAction: error?.recommendedAction },
  };
  return Object.fromEntries(Object.entries(row).flatMap(([name, text]) => (text === undefined ? [] : [[name, printable(text)]])));
}

/** The same moment as the clocks there show it: `2026-11-27T19:30:00.000+05:30`. */
function local(time: string | undefined, offsetMinutes: number): string | undefined {
  if (time === undefined || offsetMinutes === 0) return time;
  const shifted = new Date(Date.parse(time) + offsetMinutes * 60_000).toISOString().replace("Z", "");
  const minutes = Math.abs(offsetMinutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${shifted}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Machines print what a reader would obey, and what no XML document may hold; a workbook is one. */
const printable = (text: string): string => foreignText(text).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "�");
