import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { uuidv7 } from "../../../../lib/core/ids.js";
import { startJob } from "../../../../lib/jobs/control/start-job.js";
import type { Job } from "../../../../lib/jobs/job.js";
import type { JobExport } from "../../../../lib/jobs/job-input.js";
import { RECIPES } from "../../../../lib/jobs/recipes.js";
import { memoryBundles } from "../../../store/memory/memory-bundles.js";
import { jobEngine } from "../../engine/engine.js";

const recipeOf = ({ recipe }: Pick<Job, "recipe">) => RECIPES[recipe];
const ERROR = {
  code: "LoginRefused",
  message: 'a <b> & "c"\u0000\u001b[0m\u202e =1+1',
  possibleCauses: "",
  recommendedAction: "Change it",
  time: "2026-11-24T14:04:26.000Z",
};

/** A succeeded and a failed job on the machine, and what an export of them wrote. */
async function exported(asked: Partial<JobExport>, count = 1) {
  const bundles = memoryBundles();
  const engine = await jobEngine({}, { bundles, recipeOf });
  const done: Job = { ...(await engine.start()), state: "Succeeded", stateDescription: "Completed", endTime: "2026-11-24T22:30:00.000Z" };
  await engine.jobs.replace(done, (await engine.jobs.find(done.name))?.etag ?? "", "NotStarted");
  const others = Array.from({ length: count }, () => ({ ...done, name: uuidv7(new Date()), state: "Failed" as const, errors: [ERROR] }));
  await engine.jobs.createMany(others);
  engine.queue.take();
  const jobExport = { selection: {}, format: "Json", offsetMinutes: 0, ...asked } as const;
  const job = await startJob(engine)({ recipe: "export-jobs", target: { kind: "job", name: "export", friendlyName: "Jobs" }, input: { jobExport } });
  await engine.drain();
  return { done, failed: others[0], job: await engine.job(job.name), file: bundles.read(job.name) ?? Buffer.alloc(0) };
}

it("lists the jobs that are asked for, without itself, with their times where the reader is", async () => {
  const { done, failed, job, file } = await exported({ offsetMinutes: 120 });
  expect(job).toMatchObject({ state: "Succeeded", learned: { bundle: { sizeBytes: file.length } } });
  const rows: Record<string, string>[] = JSON.parse(file.toString());
  expect(rows.map(({ name }) => name).toSorted()).toEqual([done.name, failed?.name ?? ""].toSorted());
  expect(rows.find(({ name }) => name === done.name)).toMatchObject({
    state: "Succeeded",
    endTime: "2026-11-25T00:30:00.000+02:00",
    targetKind: "machine",
  });
  expect(JSON.parse((await exported({ selection: { states: ["Failed"] } })).file.toString())).toMatchObject([
    { errorCode: "LoginRefused", recommendedAction: "Change it" },
  ]);
  expect(JSON.parse((await exported({ until: "2020-01-01T00:00:00Z" })).file.toString())).toEqual([]);
  expect(JSON.parse((await exported({ offsetMinutes: -210 })).file.toString())).toContainEqual(
    expect.objectContaining({ endTime: "2026-11-24T19:00:00.000-03:30" }),
  );
});

it("says when there were more jobs than a file may list", async () => {
  const { job, file } = await exported({ selection: { states: ["Failed"] } }, 20_001);
  expect(job.learned.partly).toBe(true);
  expect(job.tasks[0]?.message).toMatch(/^The file lists 20000 jobs, the newest ones/);
  expect(JSON.parse(file.toString())).toHaveLength(20_000);
});

it("writes XML that holds whatever a machine has said", async () => {
  const xml = (await exported({ format: "Xml", selection: { states: ["Failed"] } })).file.toString();
  expect(xml).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<Jobs>\s*<Job>/);
  expect(xml).toContain("<errorMessage>a &lt;b&gt; &amp; &quot;c&quot;\\u{0}\\u{1b}[0m\\u{202e} =1+1</errorMessage>");
});

it("writes a workbook whose cells are text, never formulas", async () => {
  const { file, failed } = await exported({ format: "Excel" });
  const parts = Object.fromEntries(Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]));
  const sheet = parts["xl/worksheets/sheet1.xml"] ?? "";
  const said = `${sheet}${parts["xl/sharedStrings.xml"] ?? ""}`;
  expect(said).toContain(failed?.name);
  expect(said).toContain("a &lt;b&gt; &amp; ");
  expect(said).toContain("errorMessage");
  expect(sheet).not.toContain("<f>");
  expect(sheet.match(/<row /g)).toHaveLength(3);
});
