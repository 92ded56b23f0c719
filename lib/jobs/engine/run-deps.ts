import type { Log } from "../../core/log.js";
import type { Secret } from "../../core/secret.js";
import type { JobTiming } from "../../core/settings/config.js";
import type { EventStore, FabricStore, GroupStore, ImportStore, InstallerContent, InstallerStore, MachineStaging } from "../../fleet/ports.js";
import type { OpenVault } from "../../fleet/vault/vault.js";
import type { LogInDeps } from "../../reach/log-in.js";
import type { LookAtServer } from "../../remote/look-at-server.js";
import type { AwayBatches } from "../control/away-batches.js";
import type { Job } from "../job.js";
import type { BatchStore, BundleStore, JobLogStore, JobQueue, JobStore } from "../ports.js";
import type { Recipe } from "./step.js";
import type { Turns } from "./turns.js";

/** What carrying out jobs needs; built once in lib/app.ts. */
export type RunJobDeps = LogInDeps &
  Readonly<{
    jobs: JobStore;
    queue: JobQueue;
    fabrics: FabricStore;
    installers: InstallerStore;
    content: InstallerContent;
    batches: BatchStore;
    imports: ImportStore;
    staging: MachineStaging;
    groups: GroupStore;
    events: EventStore;
    jobLogs: JobLogStore;
    bundles: BundleStore;
    openVault: OpenVault;
    /** Whether the server of a fabric that is kept by hand answers. */
    lookAtServer: LookAtServer;
    /** What a support bundle says of the product, and the secrets of its own settings, which it must not hold. */
    product: Readonly<{ settings: Readonly<Record<string, unknown>>; secrets: readonly Secret[] }>;
    /** Which installation of the product this is: machines keep its fencing tokens apart from another's. */
    installation(): Promise<string>;
    recipeOf(job: Pick<Job, "recipe" | "input">): Recipe;
    /** What this process is at. */
    turns: Turns;
    /** Batches that it has left. */
    awayBatches: AwayBatches;
    timing: JobTiming;
    log: Log;
  }>;
