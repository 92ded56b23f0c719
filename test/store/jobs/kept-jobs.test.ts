import { expect, it } from "vitest";
import { keepJobs } from "../../../lib/store/jobs/kept-jobs.js";
import { memoryJobs } from "../memory/memory-jobs.js";
import { aJob } from "../samples.js";

it("has a job as this process wrote it last for the message that goes on with it, once", async () => {
  const jobs = keepJobs(memoryJobs());
  const { value, etag } = await jobs.create(aJob(new Date("2026-11-01T10:00:00Z"), { state: "NotStarted", ticket: 1 }));
  expect(await jobs.takeKept(value.name, 2)).toBeUndefined();
  expect(await jobs.takeKept(value.name, 1)).toEqual({ value, etag });
  expect(await jobs.takeKept(value.name, 1)).toBeUndefined();
  const later = await jobs.replace({ ...value, state: "InProgress", ticket: 2 }, etag, "NotStarted");
  expect(await jobs.takeKept(value.name, 2)).toEqual(later);
});

it("has none that has come to rest, that somebody else wrote, or that was there already", async () => {
  const store = memoryJobs();
  const jobs = keepJobs(store);
  const { value, etag } = await jobs.create(aJob(new Date("2026-11-01T10:00:00Z"), { state: "InProgress", ticket: 1 }));
  await store.replace({ ...value, ticket: 1 }, etag, "InProgress"); // by another process
  await expect(jobs.replace({ ...value, ticket: 2 }, etag, "InProgress")).rejects.toMatchObject({ code: "Conflict" });
  expect(await jobs.takeKept(value.name, 1)).toBeUndefined();
  const [none] = await jobs.createMany([value]);
  expect([none, await jobs.takeKept(value.name, 1)]).toEqual([undefined, undefined]);
  const now = await store.find(value.name);
  await jobs.replace({ ...value, state: "Succeeded", ticket: 3 }, now?.etag ?? "", "InProgress");
  expect(await jobs.takeKept(value.name, 3)).toBeUndefined();
});
