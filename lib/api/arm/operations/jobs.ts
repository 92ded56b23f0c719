import type { FleetContext } from "../../cmdlet/context.js";
import { noteCall } from "../../http/note-call.js";
import { jobId } from "../../ids/resource-ids.js";
import { findJob } from "../../jobs/find-job.js";
import { listJobs } from "../../jobs/list-jobs.js";
import { restartFor } from "../../jobs/restart-for.js";
import { asrJob } from "../../objects/job.js";
import { bindFilter } from "../bind-to.js";
import { exportRequest } from "../export-jobs.js";
import { JOB_FILTER, jobFilter } from "../job-filter.js";
import { accepted, operation } from "../operation.js";
import { cancellationId } from "../operation-status.js";
import { jobShown } from "../show-job.js";
import { wireJob } from "../wire/job.js";

const JOB = "replicationJobs/{jobName}";

const find = (context: FleetContext, name: string) => findJob(context, name, "jobName");

export const JOB_OPERATIONS = [
  operation("replicationJobs.list", {
    method: "GET",
    path: "replicationJobs",
    does: "`Get-ASRJob`",
    run: async ({ context, query }) => {
      const { items, next } = await listJobs(context, jobFilter(bindFilter(JOB_FILTER, query.filter)), query.page);
      return { kind: "page", items: items.map((job) => wireJob(asrJob(job, context.vault))), ...(next !== undefined && { next }) };
    },
  }),
  operation("replicationJobs.get", {
    method: "GET",
    path: JOB,
    does: "`Get-ASRJob -Name`",
    run: async ({ context, names }) => jobShown(context, await find(context, names.jobName)),
  }),
  operation("replicationJobs.cancel", {
    method: "POST",
    path: `${JOB}/cancel`,
    does: "`Stop-ASRJob`",
    run: async ({ context, caller, names }) => {
      const { name } = await find(context, names.jobName);
      await noteCall(context, caller, { operation: "replicationJobs.cancel", parameters: names });
      await context.stopJob(name);
      return { ...accepted(context, name, jobId(context.vault, name)), statusId: cancellationId(context.vault, name) };
    },
  }),
  operation("replicationJobs.restart", {
    method: "POST",
    path: `${JOB}/restart`,
    does: "`Restart-ASRJob`: the answer names the new job",
    run: async ({ context, caller, names }) => {
      const job = await find(context, names.jobName);
      const again = await restartFor(context, caller, job);
      return accepted(context, again.name, jobId(context.vault, job.name));
    },
  }),
  operation("replicationJobs.resume", {
    method: "POST",
    path: `${JOB}/resume`,
    does: "`Resume-ASRJob`",
    run: async ({ context, caller, names, properties }) => {
      await properties(); // comments are for the record of a vault; what is not JSON is refused
      const found = await find(context, names.jobName);
      await noteCall(context, caller, { operation: "replicationJobs.resume", parameters: names });
      const { name } = await context.resumeJob(found.name);
      return accepted(context, name, jobId(context.vault, name));
    },
  }),
  operation("replicationJobs.export", {
    method: "POST",
    path: "replicationJobs/export",
    does: "writes a list of jobs as a file; the job's `customDetails` then have its address (`blobUri?sasToken`), good for four hours",
    run: async ({ context, caller, properties }) => {
      const job = await context.startJob(exportRequest(caller, await properties()));
      return accepted(context, job.name, jobId(context.vault, job.name));
    },
  }),
];
