import { z } from "zod";
import type { MachineErrorCode } from "../core/errors.js";
import { Findings } from "../fleet/machines/findings.js";
import { MachineIdentity } from "../fleet/machines/machine.js";
import { VaultPlace } from "../fleet/vault/vault-place.js";
import { fabricsOf, rebootedOf, rebootWarningOf } from "./earlier-rows.js";
import { RecipeName } from "./recipe-name.js";

export const JobState = z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Suspended"]);
export type JobState = z.infer<typeof JobState>;

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

/** Machines by what is on record of them. All that is given must fit; patterns know `*` and `?`, without regard to case. */
export const MachineFilter = z.object({
  osTag: z.string().optional(),
  /** Installed version of the Mobility service, or its beginning: `9.61`. */
  version: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  namePattern: z.string().optional(),
});
export type MachineFilter = Readonly<z.infer<typeof MachineFilter>>;

/** The machines of a batch: those whose members were written when it was started, or all that fit, found page by page by its first step. */
export const Selection = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("list") }),
  z.object({ kind: z.literal("all"), fabric: z.string(), container: z.string().optional(), protectedOnly: z.boolean(), filter: MachineFilter }),
]);
export type Selection = Readonly<z.infer<typeof Selection>>;

/** No new children after so many failures, or after that part of all members. */
export const MaxFailures = z.union([z.object({ count: z.number().int().min(0) }), z.object({ percent: z.number().min(0).max(100) })]);
export type MaxFailures = Readonly<z.infer<typeof MaxFailures>>;

/** How a batch opens its children; their own input stands beside it in the batch's `input`. */
export const BatchInput = z.object({
  recipe: RecipeName,
  selection: Selection,
  maxConcurrency: z.number().int().min(1).max(1000),
  maxFailures: MaxFailures.optional(),
  /** Risk: machines whose last jobs failed come last, those with the most failures at the very end. */
  order: z.enum(["Given", "Risk"]),
  planId: z.string().optional(),
});
export type BatchInput = Readonly<z.infer<typeof BatchInput>>;

/** Jobs by what they are: each that is given must fit, by one of its values. Names compare without regard to case. */
export const JobSelection = z.object({
  states: z.array(JobState).optional(),
  kinds: z.array(z.string()).optional(),
  fabrics: z.array(z.string()).optional(),
  names: z.array(z.string()).optional(),
});
export type JobSelection = Readonly<z.infer<typeof JobSelection>>;

/** Which jobs a file of them is to list, and how. */
export const JobExport = z.object({
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  selection: JobSelection,
  format: z.enum(["Json", "Xml", "Excel"]),
  /** Times in the file are those of a place so many minutes ahead of UTC. */
  offsetMinutes: z.number().int(),
});
export type JobExport = Readonly<z.infer<typeof JobExport>>;

/** How a job on a machine is to log in: with the account of the machine unless another one is named. */
const LogInInput = z.object({
  accountId: z.string().optional(),
  acceptHostKey: z.boolean().optional(),
  /** Takes the name that the machine has now. */
  acceptHostNameChange: z.boolean().optional(),
});

const PathInput = LogInInput.extend({
  targetVersion: z.string().optional(),
  /** The path that a plan showed: the job fails with PlanOutdated when it would take another. Empty: nothing to do. */
  plannedPath: z.array(z.string()).optional(),
  /** Restarts the machine afterwards when that is recommended or mandatory. */
  restart: z.boolean().optional(),
});

/** `force` removes without asking the machine. */
const RemovalInput = LogInInput.extend({ force: z.boolean().optional() });

/** What a job on a machine can be asked for, of whatever kind; each kind reads its own part. */
export const MachineInput = z.object({ ...PathInput.shape, ...RemovalInput.shape });
export type MachineInput = Readonly<z.infer<typeof MachineInput>>;

/** A batch hands its children all but `batch`. */
const BatchJobInput = MachineInput.extend({ batch: BatchInput });

/** The vault to read; a token that came with the call lies in the secret store under this name until the job has ended. */
const VaultInput = VaultPlace.extend({ tokenSecret: z.string().optional() });

const InventoryInput = z.object({ importId: z.string() });
const VaultImportInput = InventoryInput.extend({ vault: VaultInput });
const ProviderInput = z.object({ vault: VaultInput.optional() });
const InstallerInput = InventoryInput.extend({ sha256: z.string().optional() });

/** `bundledJob`: name of the job that the bundle is about. */
const BundleInput = LogInInput.extend({ bundledJob: z.string() });

/** The installers of a deployment package, by file name. Without `linkHours` they are in it. */
const PackageInput = z.object({ deploymentPackage: z.object({ installers: z.array(z.string()), linkHours: z.number().optional() }) });

const ExportInput = z.object({ jobExport: JobExport });

/** A detached run on the machine: its exit code once it is known, or why there is none, and what its errors file said. */
export const LearnedRun = z.preprocess(
  rebootedOf,
  z.object({
    launchedAt: z.iso.datetime(),
    /** How often it was started before and ended with a code that may be another one later. */
    failedBefore: z.number().int().optional(),
    exitCode: z.number().optional(),
    lost: z.string().optional(),
    /** A restart of the machine ended it. */
    rebooted: z.boolean().optional(),
    /** Bytes of its log on the machine that are in the job's log already. */
    logOffset: z.number().int().optional(),
    reported: z
      .array(
        z.object({
          code: z.custom<MachineErrorCode>((code) => typeof code === "string"),
          /** As the vendor's file has it: `ASRMobilityServiceKernelNotSupported`. */
          vendorName: z.string().optional(),
          message: z.string(),
          recommendedAction: z.string(),
          isWarning: z.boolean(),
        }),
      )
      .optional(),
  }),
);
export type LearnedRun = Readonly<z.infer<typeof LearnedRun>>;

/** How far a batch has come; every member is counted in exactly one of the states. */
export const BatchProgress = z.object({
  /** Where the next page of the selection begins; absent before the first. */
  cursor: z.string().optional(),
  /** All members are written. */
  selected: z.boolean(),
  total: z.number().int(),
  waiting: z.number().int(),
  running: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  suspended: z.number().int(),
  cancelled: z.number().int(),
  skipped: z.number().int(),
  /** The turn that ended in good order last: a gap before the present one tells of a crash. */
  settledTurn: z.number().int().optional(),
  /** It was suspended; the next turn is that of its resumption. */
  halted: z.boolean().optional(),
  /** Failures that were there when it was resumed: they do not count again. */
  forgiven: z.number().int().optional(),
});
export type BatchProgress = Readonly<z.infer<typeof BatchProgress>>;

/** How far an import of the inventory has come. */
export const ImportProgress = z.object({ cursor: z.number().int(), added: z.number().int(), changed: z.number().int(), unchanged: z.number().int() });
export type ImportProgress = Readonly<z.infer<typeof ImportProgress>>;

const Warned = z.object({ warnings: z.array(z.string()).optional() });

/** What any job on a machine may learn of it. */
const MachineLearned = Warned.extend({
  osTag: z.string().optional(),
  identity: MachineIdentity.optional(),
  versionBefore: z.string().optional(),
  versionAfter: z.string().optional(),
  /** By name, such as `install 9.62.7096.1`. */
  runs: z.record(z.string(), LearnedRun).optional(),
  /** Length of the job's log in bytes, as far as it was written. */
  logBytes: z.number().int().optional(),
  reboot: z.enum(["None", "Recommended", "Mandatory"]).optional(),
  findings: Findings.optional(),
});

/** On the way to a version. */
const PathLearned = MachineLearned.extend({
  targetVersion: z.string().optional(),
  hops: z.array(Hop).optional(),
  /** The version of the driver that a restart between two hops loaded. */
  driverVersionAtBoot: z.string().optional(),
  /** The boot in which the job began to wait for a restart. */
  bootIdBefore: z.string().optional(),
  /** The agent was found without a registration after an update, or where there was nothing to update. */
  unregistered: z.boolean().optional(),
  /** That a restart is recommended or mandatory, in words; a restart by the job takes it away. */
  rebootWarning: z.string().optional(),
  /** The job restarted the machine. */
  restarted: z.boolean().optional(),
});

const RemovalLearned = MachineLearned.extend({
  /** Folder of the agent that is to be removed. */
  installDir: z.string().optional(),
  /** The machine is to lose its replication protected item with the end of the job. */
  unprotected: z.boolean().optional(),
});

/** The job reached its end, but not for all that it is about. */
const Partly = z.object({ partly: z.boolean().optional() });

const BatchLearned = Warned.extend({ ...Partly.shape, batch: BatchProgress.optional() });
const ImportLearned = Warned.extend({ import: ImportProgress.optional() });
/** A checked upload. */
const UploadLearned = z.object({ upload: z.object({ sha256: z.string(), sizeBytes: z.number() }).optional() });
/** A finished file: support bundle, deployment package or list of jobs. */
const FileLearned = Partly.extend({ bundle: z.object({ sizeBytes: z.number().int(), sha256: z.string() }).optional() });

const onPath = { input: PathInput, learned: PathLearned };
const onRemoval = { input: RemovalInput, learned: RemovalLearned };
const onMachine = { input: LogInInput, learned: MachineLearned };

/** What a job of each recipe was asked for, and what its steps found out: a later step reads it, the job's row keeps it. */
const RECORDS = {
  update: onPath,
  install: onPath,
  protect: onPath,
  uninstall: onRemoval,
  unprotect: onRemoval,
  forget: onRemoval,
  configure: onMachine,
  test: onMachine,
  "test-account": onMachine,
  discover: onMachine,
  batch: { input: BatchJobInput, learned: BatchLearned },
  "import-inventory": { input: InventoryInput, learned: ImportLearned },
  "import-vault": { input: VaultImportInput, learned: ImportLearned },
  "refresh-provider": { input: ProviderInput, learned: Warned },
  "import-installer": { input: InstallerInput, learned: UploadLearned },
  "support-bundle": { input: BundleInput, learned: FileLearned },
  "deployment-package": { input: PackageInput, learned: FileLearned },
  "export-jobs": { input: ExportInput, learned: FileLearned },
} as const satisfies Readonly<Record<RecipeName, Readonly<{ input: z.ZodObject; learned: z.ZodObject }>>>;

/** The recipes whose jobs are about one machine and change it or look at it; a batch has children of one of them. */
export type MachineRecipe = PathRecipe | RemovalRecipe | "configure" | "test" | "test-account" | "discover";
/** They bring the agent to a version, hop by hop. */
export type PathRecipe = "update" | "install" | "protect";
export type RemovalRecipe = "uninstall" | "unprotect" | "forget";

/** Of a job of whatever recipe: that of all of them, and nothing is sure to be there. */
export const JobInput = z
  .object({
    ...BatchJobInput.shape,
    ...VaultImportInput.shape,
    ...InstallerInput.shape,
    ...BundleInput.shape,
    ...PackageInput.shape,
    ...ExportInput.shape,
  })
  .partial();
export type JobInput = Readonly<z.infer<typeof JobInput>>;

/** Of a job of whatever recipe, as `JobInput`. */
export const Learned = z.preprocess(
  rebootWarningOf,
  z.object({
    ...PathLearned.shape,
    ...RemovalLearned.shape,
    ...BatchLearned.shape,
    ...ImportLearned.shape,
    ...UploadLearned.shape,
    ...FileLearned.shape,
  }),
);
export type Learned = Readonly<z.infer<typeof Learned>>;

type Records = { readonly [R in RecipeName]: { readonly [K in "input" | "learned"]: Readonly<z.infer<(typeof RECORDS)[R][K]>> } };

/** What jobs of one recipe, or of a few, are asked for. */
export type InputOf<R extends RecipeName> = [RecipeName] extends [R] ? JobInput : Records[R]["input"];
/** What they learn. */
export type LearnedOf<R extends RecipeName> = [RecipeName] extends [R] ? Learned : Records[R]["learned"];

/** All that the job warns of. */
export const warningsOf = ({ warnings = [], rebootWarning }: Learned): readonly string[] =>
  rebootWarning === undefined ? warnings : [...warnings, rebootWarning];

/** What a job can be about. */
export const TargetKind = z.enum(["machine", "installer", "batch", "inventory", "job", "fabric"]);

export const JobTarget = z.preprocess(
  fabricsOf,
  z.object({
    kind: TargetKind,
    fabric: z.string().optional(),
    /** Names of the fabrics of a batch on machines of several. */
    fabrics: z.array(z.string()).optional(),
    container: z.string().optional(),
    /** name of the machine, file name of the installer, name of the container or fabric of a batch, import id of an inventory, name of a job or fabric */
    name: z.string(),
    friendlyName: z.string(),
  }),
);
export type JobTarget = Readonly<z.infer<typeof JobTarget>>;

const Row = z.object({
  /** UUIDv7 */
  name: z.string(),
  recipe: RecipeName,
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
  /** Counts the claims: who claimed the row last has the highest. */
  turn: z.number().int().min(0).default(0),
  /** A message with an older ticket is out of date and ends silently. */
  ticket: z.number().int().min(0),
  /** When the next message is due, or when the invocation that is at work gave its last sign of life; a job that is overdue lost its worker. */
  dueTime: z.iso.datetime(),
  /** When the present step must have ended. */
  stepDeadline: z.iso.datetime().optional(),
  createdTime: z.iso.datetime(),
  startTime: z.iso.datetime().optional(),
  endTime: z.iso.datetime().optional(),
  cancelRequested: z.boolean().optional(),
  /** The batch that opened this job. */
  parent: z.string().optional(),
  /** The job that this one does again. */
  restartOf: z.string().optional(),
  /** Label of the key or account that asked, and its request id. */
  startedBy: z.string().optional(),
  clientRequestId: z.string().optional(),
});

/**
 * One job, of one recipe or of whatever recipe. Its row is this object; `docs/jobs.md` draws how it moves. Times are ISO 8601, UTC.
 * Parsed, it has what jobs of its recipe are always asked for.
 */
export const Job: z.ZodType<Job> = Row.superRefine(({ recipe, input }, { addIssue }) => {
  const missing = RECORDS[recipe].input.safeParse(input).error?.issues ?? [];
  for (const { path } of missing) addIssue({ code: "custom", path: ["input", ...path], message: "is not as jobs of this recipe have it" });
});
export type Job<R extends RecipeName = RecipeName> = Readonly<
  Omit<z.infer<typeof Row>, "recipe" | "input" | "learned"> & { recipe: R; input: InputOf<R>; learned: LearnedOf<R> }
>;

/** Nothing happens to it by itself any more. */
export const isSettled = (job: Pick<Job, "state">): boolean => isFinal(job) || job.state === "Suspended";

/** It goes on once its machine was restarted; nothing is wrong with it. */
export const waitsForRestart = ({ state, errors }: Pick<Job, "state" | "errors">): boolean =>
  state === "Suspended" && errors[0]?.code === "WaitingForRestart";

export const isFinal = ({ state }: Pick<Job, "state">): boolean => state === "Succeeded" || state === "Failed" || state === "Cancelled";
