import { expect, it } from "vitest";
import { silentLog } from "../../../lib/core/log.js";
import { jobTable } from "../../../lib/store/jobs/job-table.js";
import { openClients } from "../../store/open-storage.js";
import { jobEngine } from "./engine.js";

const LINE = `\u001b[31m${"é\u202e".repeat(2000)}`;

it("keeps a job's row writable, whatever a step hears from its machine", async () => {
  const { tables } = await openClients();
  const clock = { now: () => new Date("2026-11-01T10:00:00.000Z"), sleep: async () => {} };
  const engine = await jobEngine(
    {
      hears: async () => ({
        type: "done",
        message: LINE,
        learned: {
          warnings: Array.from({ length: 240 }, (_, i) => `${i} ${LINE}`),
          versionAfter: LINE,
          installDir: LINE,
          runs: {
            install: {
              launchedAt: clock.now().toISOString(),
              lost: LINE,
              reported: Array.from({ length: 240 }, () => ({ code: "InstallerFailed", message: LINE, recommendedAction: LINE, isWarning: false })),
            },
          },
        },
      }),
      ends: async () => ({ type: "done", message: "done" }),
    },
    { jobs: jobTable(tables, clock), log: silentLog },
  );
  const { name } = await engine.start();
  await engine.drain();
  const { state, learned, tasks } = await engine.job(name);
  expect(state).toBe("Succeeded");
  expect(learned.warnings).toHaveLength(40);
  expect(learned.warnings?.at(-1)).toBe("201 more warnings are left out");
  expect(learned.runs?.install?.reported).toHaveLength(40);
  expect(JSON.stringify({ learned, tasks }).length).toBeLessThan(300_000);
  expect(JSON.stringify({ learned, tasks })).not.toContain("\u202e");
});
