import type { JobTiming } from "../core/config.js";
import type { Log } from "../core/log.js";
import type { EventStore, FabricStore, InstallerContent, InstallerStore } from "../fleet/ports.js";
import type { Job } from "./job.js";
import type { LogInDeps } from "./log-in.js";
import type { JobLogStore, JobQueue, JobStore } from "./ports.js";
import type { Recipe } from "./step.js";

/** What carrying out jobs needs; built once in lib/app.ts. */
export type RunJobDeps = LogInDeps &
  Readonly<{
    jobs: JobStore;
    queue: JobQueue;
    fabrics: FabricStore;
    installers: InstallerStore;
    content: InstallerContent;
    events: EventStore;
    jobLogs: JobLogStore;
    /** Which installation of the product this is: machines keep its fencing tokens apart from another's. */
    installation(): Promise<string>;
    recipeOf(job: Pick<Job, "recipe">): Recipe;
    timing: JobTiming;
    log: Log;
  }>;
