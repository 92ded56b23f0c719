import { expect, it } from "vitest";
import { JobTarget } from "../../lib/jobs/job.js";
import { Learned, warningsOf } from "../../lib/jobs/learned.js";

it("knows the fabrics of a batch of which the first release kept the joined names", () => {
  const target = { kind: "batch", name: "site-1, site-2", friendlyName: "web-1 and 1 more" };
  expect(JobTarget.parse(target).fabrics).toEqual(["site-1", "site-2"]);
  expect(JobTarget.parse({ ...target, fabrics: ["a, b", "c"] }).fabrics).toEqual(["a, b", "c"]);
  expect(JobTarget.parse({ ...target, fabric: "site-1" }).fabrics).toBeUndefined();
});

it("takes the warning of a restart out of those that stay, and shows it among them", () => {
  const restart = "A restart is recommended: until then the driver of 9.61.7016.1 stays loaded";
  const learned = Learned.parse({ warnings: ["Little space", restart] });
  expect(learned).toMatchObject({ warnings: ["Little space"], rebootWarning: restart });
  expect(warningsOf(learned)).toEqual(["Little space", restart]);
});

it("knows a run that a restart ended by the words of the first release", () => {
  const run = (lost: string) => Learned.parse({ runs: { restart: { launchedAt: "2026-11-01T10:00:00.000Z", lost } } }).runs?.restart;
  expect(run("the machine was restarted meanwhile")?.rebooted).toBe(true);
  expect(run("its process is gone")?.rebooted).toBeUndefined();
});
