import { z } from "zod";
import type { MachineErrorCode } from "../core/errors.js";
import { AgentState, MachineIdentity } from "../fleet/machine.js";

export const JobState = z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Suspended"]);
export type JobState = z.infer<typeof JobState>;

/** The recipes that exist; each names the ASR job type and what a person reads. */
export const JOB_TYPES = {
  update: { jobType: "UpdateMobilityService", displayName: "Update Mobility Service" },
  install: { jobType: "InstallMobilityService", displayName: "Install Mobility Service" },
  protect: { jobType: "AddProtectionProfile", displayName: "Enable replication" },
  test: { jobType: "TestMobilityService", displayName: "Test Mobility Service" },
  "test-account": { jobType: "TestRunAsAccount", displayName: "Test run-as account" },
  "import-installer": { jobType: "ImportMobilityServiceInstaller", displayName: "Import Mobility Service installer" },
  discover: { jobType: "DiscoverProtectableItem", displayName: "Discover protectable item" },
} as const;
export type RecipeName = keyof typeof JOB_TYPES;

/** An error as a job shows it. `vendorCode` is Azure Site Recovery's own number or EP code, where it has one. */
export const JobError = z.object({
  code: z.string(),
  message: z.string(),
  possibleCauses: z.string(),
  recommendedAction: z.string(),
  vendorCode: z.string().optional(),
  task: z.string().optional(),
  time: z.iso.datetime(),
});
export type JobError = Readonly<z.infer<typeof JobError>>;

/** One step of the recipe as an ASR task. `Other` with `Skipped` is a step that was not needed. */
export const JobTask = z.object({
  /** step name, and the version of its hop where it has one: `run-installer 9.62.7096.1` */
  name: z.string(),
  displayName: z.string(),
  state: z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Other"]),
  stateDescription: z.string(),
  startTime: z.iso.datetime().optional(),
  endTime: z.iso.datetime().optional(),
  /** What the step found or did, in one sentence. */
  message: z.string().optional(),
});
export type JobTask = Readonly<z.infer<typeof JobTask>>;

/** One installer to run on the way to the target version. */
export const Hop = z.object({ version: z.string(), sha256: z.string(), sizeBytes: z.number(), fileName: z.string() });
export type Hop = Readonly<z.infer<typeof Hop>>;

/** What was asked for. */
export const JobInput = z.object({
  accountId: z.string().optional(),
  targetVersion: z.string().optional(),
  acceptHostKey: z.boolean().optional(),
  importId: z.string().optional(),
  fileName: z.string().optional(),
  sha256: z.string().optional(),
  protectedItem: z.string().optional(),
});
export type JobInput = Readonly<z.infer<typeof JobInput>>;

/** A detached run on the machine: its exit code once it is known, or why there is none, and what its errors file said. */
export const LearnedRun = z.object({
  launchedAt: z.iso.datetime(),
  exitCode: z.number().optional(),
  lost: z.string().optional(),
  reported: z
    .array(
      z.object({
        code: z.custom<MachineErrorCode>((code) => typeof code === "string"),
        message: z.string(),
        recommendedAction: z.string(),
        isWarning: z.boolean(),
      }),
    )
    .optional(),
});
export type LearnedRun = Readonly<z.infer<typeof LearnedRun>>;

/** What the machine's row is to say when the job has ended, however it ended. */
export const Findings = z.object({
  agent: AgentState,
  osTag: z.string().optional(),
  osName: z.string().optional(),
  identity: MachineIdentity.optional(),
});
export type Findings = Readonly<z.infer<typeof Findings>>;

/** What the steps found out; a later step reads it, the job's row keeps it. */
export const Learned = z.object({
  osTag: z.string().optional(),
  osName: z.string().optional(),
  architecture: z.string().optional(),
  versionBefore: z.string().optional(),
  versionAfter: z.string().optional(),
  driverVersionAtBoot: z.string().optional(),
  bootId: z.string().optional(),
  targetVersion: z.string().optional(),
  hops: z.array(Hop).optional(),
  /** Bytes of the present hop's installer that are on the machine. */
  stagedBytes: z.number().optional(),
  /** By name, such as `install 9.62.7096.1`. */
  runs: z.record(z.string(), LearnedRun).optional(),
  identity: MachineIdentity.optional(),
  findings: Findings.optional(),
  /** A checked upload. */
  upload: z.object({ sha256: z.string(), sizeBytes: z.number() }).optional(),
  warnings: z.array(z.string()).optional(),
  reboot: z.enum(["None", "Recommended", "Mandatory"]).optional(),
  configured: z.boolean().optional(),
  servicesRunning: z.boolean().optional(),
});
export type Learned = Readonly<z.infer<typeof Learned>>;

export const JobTarget = z.object({
  kind: z.enum(["machine", "installer"]),
  fabric: z.string().optional(),
  container: z.string().optional(),
  /** name of the machine, or file name of the installer */
  name: z.string(),
  friendlyName: z.string(),
});
export type JobTarget = Readonly<z.infer<typeof JobTarget>>;

/** One job. Its row is this object; `docs/jobs.md` draws how it moves. Times are ISO 8601, UTC. */
export const Job = z.object({
  /** UUIDv7 */
  name: z.string(),
  recipe: z.enum(Object.keys(JOB_TYPES) as [RecipeName, ...RecipeName[]]),
  state: JobState,
  stateDescription: z.string(),
  target: JobTarget,
  input: JobInput,
  learned: Learned,
  tasks: z.array(JobTask),
  errors: z.array(JobError),
  /** Position in the recipe. */
  step: z.number().int().min(0),
  /** Failures of the present step that may pass, and all of the job. */
  attempts: z.number().int().min(0),
  /** How often a message of this job was found poisoned. */
  poisoned: z.number().int().min(0).default(0),
  /** Counts the begun steps, also those that another invocation took up: who claimed the row last has the highest. */
  turn: z.number().int().min(0).default(0),
  /** A message with an older ticket is out of date and ends silently. */
  ticket: z.number().int().min(0),
  /** When the next message is due; a job whose due time is long past lost its worker. */
  dueTime: z.iso.datetime(),
  /** When the present step must have ended. */
  stepDeadline: z.iso.datetime().optional(),
  createdTime: z.iso.datetime(),
  startTime: z.iso.datetime().optional(),
  endTime: z.iso.datetime().optional(),
  cancelRequested: z.boolean().optional(),
  /** Label of the key or account that asked, and its request id. */
  startedBy: z.string().optional(),
  clientRequestId: z.string().optional(),
});
export type Job = Readonly<z.infer<typeof Job>>;

export const isFinal = ({ state }: Pick<Job, "state">): boolean => state === "Succeeded" || state === "Failed" || state === "Cancelled";
