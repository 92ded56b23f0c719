import { expect, it } from "vitest";
import { timeLine } from "../../../../web/portal/machine/time-line.js";
import { aJob } from "../job-sample.js";

const event = {
  Name: "e1",
  Description: "no answer",
  EventCode: "MachineUnreachable",
  Severity: "Warning",
  TimeOfOccurence: "2026-11-24T15:00:00.000Z",
  AffectedObjectFriendlyName: null,
  FabricId: null,
  JobId: null,
};

it("puts jobs and events on one line, the newest first, and tells what a job tells only once", () => {
  const moments = timeLine([aJob()], [event, { ...event, Name: "e2", JobId: "/vaults/v/replicationJobs/j1" }]);
  expect(moments.map(({ kind, key }) => `${kind} ${key}`)).toEqual(["event e1", "job j1"]);
});
