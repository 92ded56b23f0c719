import { expect, it } from "vitest";
import { readSupportFiles } from "../../../../lib/agents/support-files.js";
import { FleetError } from "../../../../lib/core/errors.js";
import { uuidv7 } from "../../../../lib/core/ids.js";
import { Secret } from "../../../../lib/core/secret.js";
import { startJob } from "../../../../lib/jobs/control/start-job.js";
import type { Job } from "../../../../lib/jobs/job.js";
import { RECIPES } from "../../../../lib/jobs/recipes.js";
import { fileEntries } from "../../../../lib/jobs/support/machine-entries.js";
import { scrubEntries } from "../../../../lib/jobs/support/scrub-entries.js";
import { memoryBundles } from "../../../store/memory/memory-bundles.js";
import { aMachine, jobEngine } from "../../engine/engine.js";

/** A failed job on the machine, and an export of it that has just been asked for. */
async function exporting(over: Parameters<typeof jobEngine>[1] = {}) {
  const bundles = memoryBundles();
  const engine = await jobEngine({}, { bundles, ...over });
  const failed = { ...(await engine.start()), state: "Failed" as const };
  await engine.jobs.replace(failed, (await engine.jobs.find(failed.name))?.etag ?? "", "NotStarted");
  engine.queue.take();
  const job = await startJob(engine)({ recipe: "support-bundle", target: failed.target, input: { bundledJob: failed.name } });
  return { engine, bundles, job, failed };
}

const recipeOf = ({ recipe }: Pick<Job, "recipe">) => RECIPES[recipe];

it("writes a bundle without the machine when it cannot be reached, and says why", async () => {
  const unreachable = async () => {
    throw new FleetError("MachineUnreachable", "127.0.0.1 does not answer", { retryable: true });
  };
  const { engine, bundles, job } = await exporting({ recipeOf, connect: unreachable });
  await engine.drain();
  const ended = await engine.job(job.name);
  expect(ended).toMatchObject({ state: "Succeeded", learned: { partly: true } });
  expect(ended.tasks[0]?.message).toContain("MachineUnreachable");
  expect(bundles.read(job.name)?.length).toBe(ended.learned.bundle?.sizeBytes);
});

it("does not wait long behind a job that is at work on the machine", async () => {
  const { engine, bundles, job } = await exporting({ recipeOf });
  const other: Job = { ...job, name: uuidv7(new Date()), recipe: "install", state: "InProgress" };
  await engine.jobs.create(other);
  const found = await engine.machines.find(aMachine());
  const lease = { job: other.name, token: 1, takenAt: engine.clock.now().toISOString() };
  await engine.machines.replace({ ...aMachine(), lease }, found?.etag ?? "");
  const asked = engine.clock.now().getTime();
  await engine.drain();
  const ended = await engine.job(job.name);
  expect(ended).toMatchObject({ state: "Succeeded", learned: { partly: true } });
  expect(ended.tasks[0]?.message).toContain(`Job ${other.name} is at work`);
  expect(engine.clock.now().getTime() - asked).toBeLessThan(60_000);
  expect((await engine.machine()).lease?.job).toBe(other.name);
  expect(bundles.read(job.name)).toBeDefined();
});

it("takes the files of a machine apart, under names that stay in their folder", () => {
  const stdout = "\nM /var/log/a.log\none\n\ntwo\nM ../../etc/x y\nthree\nM commands/df.txt\n\nM end\n";
  expect(fileEntries(readSupportFiles(stdout, "M").files)).toEqual([
    { name: "machine/var/log/a.log", text: "one\n\ntwo" },
    { name: "machine/_/_/etc/x_y", text: "three" },
    { name: "machine/commands/df.txt", text: "" },
  ]);
});

it("lists what was taken out by file, line and kind, never the thing itself", async () => {
  const entries = [
    { name: "a.txt", text: "one\nhorse-battery\n" },
    { name: "b.txt", text: "password=hunter2\n" },
  ];
  expect(await scrubEntries(entries, [new Secret("horse-battery")])).toEqual([
    { name: "a.txt", text: "one\n[REDACTED]\n" },
    { name: "b.txt", text: "password=[REDACTED]\n" },
    { name: "REDACTED.txt", text: "a.txt:2: known secret\nb.txt:1: value of a secret's name\n" },
  ]);
});
