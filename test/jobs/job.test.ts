import { expect, it } from "vitest";
import { Job } from "../../lib/jobs/job.js";
import { aJob } from "../store/samples.js";

it.each([
  ["batch", "batch"],
  ["import-inventory", "importId"],
  ["export-jobs", "jobExport"],
])("a row of a job %s without its %s is refused, and says where", (recipe, missing) => {
  expect(Job.safeParse({ ...aJob(new Date(0)), recipe }).error?.issues.map(({ path }) => path.join("."))).toEqual([`input.${missing}`]);
});

it("a job on a machine may be asked for nothing", () => {
  expect(Job.safeParse({ ...aJob(new Date(0)), recipe: "uninstall" }).success).toBe(true);
});
