import fc from "fast-check";
import { expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { runLog } from "../../../lib/jobs/engine/run-log.js";
import type { MachineContext } from "../../../lib/jobs/engine/step.js";
import type { Job } from "../../../lib/jobs/job.js";
import { memoryJobLogs } from "../../store/memory/memory-job-logs.js";
import { handClock, timing } from "./engine.js";

const NAME = "install 9.62.7096.1";
const SECRET = "correct horse\nbattery";

/** What a log needs of a step, for a job that has learned so much. */
function contextOf(learned: Job["learned"] = {}, jobLogs = memoryJobLogs(), clock = handClock()): MachineContext {
  const job = { name: "job-1", learned } as Job; // no more of it is read
  return { job, jobLogs, clock, timing, registrationSecret: async () => new Secret(SECRET) } as unknown as MachineContext; // nor of the rest
}

/** The machine's answer to a range of a finished log. */
const part = (log: string, from: number, next = log.length) => ({ text: log.slice(from, next), from, next, size: log.length });

it("writes what a run printed under its name, without the registration secret", async () => {
  const context = contextOf();
  const log = await runLog(context, NAME);
  log.take(part(`one\npassphrase is battery\n`, 0));
  await log.write();
  expect((await context.jobLogs.read("job-1", 0, 1000)).text).toBe(`--- ${NAME} ---\none\npassphrase is [REDACTED]\n`);
  expect(log.learned()).toEqual({ logBytes: Buffer.byteLength(`--- ${NAME} ---\none\npassphrase is [REDACTED]\n`), logOffset: 26 });
});

it("waits for more before it writes, so that a short log costs one write", async () => {
  const clock = handClock();
  let writes = 0;
  const store = memoryJobLogs();
  const counted: typeof store = {
    ...store,
    write: (...part) => {
      writes++;
      return store.write(...part);
    },
  };
  const log = await runLog(contextOf({}, counted, clock), NAME);
  for (let i = 0; i < 10; i++) {
    log.take(part("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", 2 * i, 2 * i + 2));
    await log.write({ whenDue: true });
    clock.pass(0.1);
  }
  await log.write();
  expect(writes).toBe(1);
});

it("holds every line once and in order, whatever was cut where and forgotten after a crash", async () => {
  const lines = fc.array(fc.constantFrom("a", "bb", "x battery y", "correct horse", "é東", ""), { minLength: 1, maxLength: 12 });
  const crashes = fc.array(fc.record({ looks: fc.integer({ min: 0, max: 4 }), saved: fc.boolean() }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(lines, crashes, fc.integer({ min: 1, max: 3 }), async (printed, invocations, linesALook) => {
      const text = printed.map((line) => `${line}\n`).join("");
      const bytes = Buffer.from(text);
      const ends = [...bytes.keys()].filter((i) => bytes[i] === 10).map((i) => i + 1);
      const look = (from: number) => {
        const next = ends.filter((end) => end > from)[linesALook - 1] ?? bytes.length;
        return { text: bytes.subarray(from, next).toString(), from, next, size: bytes.length };
      };
      const store = memoryJobLogs();
      let learned: Job["learned"] = {};
      for (const { looks, saved } of [...invocations, { looks: 20, saved: true }]) {
        const log = await runLog(contextOf(learned, store), NAME);
        for (let i = 0; i < looks; i++) {
          log.take(look(log.range().offset));
          await log.write();
        }
        const { logBytes, logOffset } = log.learned();
        if (saved) learned = { ...(logBytes !== undefined && { logBytes }), runs: { [NAME]: { launchedAt: "2026-11-01T00:00:00.000Z", logOffset } } };
      }
      const expected = printed.map((line) => `${line.replace(/battery|correct horse/, "[REDACTED]")}\n`).join("");
      expect((await store.read("job-1", 0, 10_000)).text).toBe(`--- ${NAME} ---\n${expected}`);
    }),
    { numRuns: 200 },
  );
});
