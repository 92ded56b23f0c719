import { Listr, type ListrTask } from "listr2";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { FleetClient } from "../client.js";
import type { DemoItem } from "./fleet-of-the-demo.js";
import { PATIENT, waitForJob } from "./wait-for-job.js";

export type DemoResult = Readonly<{ item: DemoItem; job: AsrJob }>;

/** Calls the update for every machine at once, as curl would, and shows each job's present step until all have ended. */
export async function updateAll(client: FleetClient, items: readonly DemoItem[]): Promise<readonly DemoResult[]> {
  const results: DemoResult[] = [];
  const width = Math.max(...items.map(({ machine }) => machine.spec.name.length));
  const tasks = items.map((item): ListrTask => {
    const name = item.machine.spec.name.padEnd(width);
    return {
      title: name,
      task: async (_context, task) => {
        const started = await client.call<AsrJob>("Update-AzureRmRecoveryServicesAsrMobilityService", {
          ReplicationProtectedItem: item.itemId,
          ...(item.machine.restart && { Restart: true }),
        });
        let shown = "";
        const watch = (now: AsrJob) => {
          const step = presentStep(now);
          if (step === shown) return;
          shown = step;
          task.title = `${name}  ${step}`;
          task.output = step; // a line of its own where there is no terminal
        };
        const job = await waitForJob(client, started.Name, { ...PATIENT, watch });
        results.push({ item, job });
        task.title = `${name}  ${summary(job)}`;
        if (job.State !== "Succeeded") throw new Error(job.Errors[0]?.ServiceErrorDetails.Code ?? job.State);
      },
    };
  });
  const runner = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    rendererOptions: { showErrorMessage: false, collapseErrors: false, showSubtasks: true, removeEmptyLines: true, formatOutput: "truncate" },
    fallbackRenderer: "simple",
    registerSignalListeners: false,
  });
  await runner.run();
  return items.flatMap((item) => results.filter((result) => result.item === item));
}

function presentStep({ Tasks }: AsrJob): string {
  const task = Tasks.find(({ State }) => State === "InProgress") ?? Tasks.findLast(({ State }) => State !== "NotStarted");
  return task ? [task.Name, task.State === "InProgress" && task.Message].filter(Boolean).join(": ") : "Waiting for its turn";
}

function summary({ State, FleetDetails, Errors }: AsrJob): string {
  if (State !== "Succeeded") return `${State}: ${Errors[0]?.ServiceErrorDetails.Code}`;
  const { VersionBefore, VersionAfter } = FleetDetails;
  return VersionBefore === VersionAfter ? `${VersionAfter} already` : `${VersionBefore} → ${VersionAfter}`;
}
