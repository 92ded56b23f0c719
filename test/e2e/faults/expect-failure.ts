import { expect } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import type { FleetClient } from "../../../local/client.js";
import { codeOf, until } from "../fleet.js";

/** The job failed with this code, its message fits, and it tells causes and what to do. */
export function expectFailure(job: AsrJob, code: string, message: RegExp): void {
  expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Failed" });
  expect(codeOf(job), JSON.stringify(job.Errors)).toBe(code);
  const told = job.Errors[0]?.ServiceErrorDetails;
  expect(told?.Message).toMatch(message);
  expect(told?.PossibleCauses).toMatch(/\w/);
  expect(told?.RecommendedAction).toMatch(/\w/);
  expect(job.Tasks.some(({ State }) => State === "Failed")).toBe(true);
}

/** A text as a pattern that matches it alone. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What is told of a machine. A job ends before its event is written, so the first one is waited for. */
export async function eventsOf(client: FleetClient, machine: string): Promise<readonly unknown[]> {
  let told: readonly unknown[] = [];
  await until(async () => {
    told = (await client.call<{ value: unknown[] }>("Get-ASREvent", { AffectedObjectFriendlyName: machine })).value;
    return told.length > 0;
  });
  return told;
}
