import { z } from "zod";
import type { MachineErrorCode } from "../core/errors.js";
import { Findings } from "../fleet/machines/findings.js";
import { MachineIdentity } from "../fleet/machines/machine.js";
import { rebootedOf, rebootWarningOf } from "./earlier-rows.js";

/** One installer to run on the way to the target version. */
export const Hop = z.object({ version: z.string(), sha256: z.string(), sizeBytes: z.number(), fileName: z.string() });
export type Hop = Readonly<z.infer<typeof Hop>>;

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
  /** Those of the suspended that wait until their machine was restarted: no failure, and in nobody's way. */
  awaitingRestart: z.number().int().optional(),
  cancelled: z.number().int(),
  skipped: z.number().int(),
  /** Those of the skipped and the cancelled that were not begun while the window was open. */
  missedWindow: z.number().int().optional(),
  /** The turn that ended in good order last: a gap before the present one tells of a crash. */
  settledTurn: z.number().int().optional(),
  /** Since then no member was opened or came to its end; absent while they do. */
  quietSince: z.iso.datetime().optional(),
  /** It was suspended; the next turn is that of its resumption by somebody. */
  halted: z.boolean().optional(),
  /** Failures that were there when it was resumed: they do not count again. */
  forgiven: z.number().int().optional(),
});
export type BatchProgress = Readonly<z.infer<typeof BatchProgress>>;

/** How far an import of the inventory has come. */
export const ImportProgress = z.object({
  cursor: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  /** Of the machines that the file has no more: how many were looked at, removed, and kept because they are in use. `retired` is there from the beginning where any is to go. */
  retireCursor: z.number().int().optional(),
  retired: z.number().int().optional(),
  kept: z.number().int().optional(),
});
export type ImportProgress = Readonly<z.infer<typeof ImportProgress>>;

/** What is said beside the result, of any job. */
export const Warned = z.object({ warnings: z.array(z.string()).optional() });

/** What any job on a machine may learn of it. */
export const MachineLearned = Warned.extend({
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
export const PathLearned = MachineLearned.extend({
  targetVersion: z.string().optional(),
  hops: z.array(Hop).optional(),
  /** The first of them makes the agent one of the fabric's generation; it is registered anew afterwards. */
  migrates: z.boolean().optional(),
  /** A restart is mandatory before the first of them. */
  restartFirst: z.boolean().optional(),
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

/** On the way to a machine without the agent. */
export const RemovalLearned = MachineLearned.extend({
  /** Folder of the agent that is to be removed. */
  installDir: z.string().optional(),
  /** Jobs have added exclusions to its virus scanner, as the machine's own record says: they are taken back. */
  excluded: z.boolean().optional(),
  /** The machine is to lose its replication protected item with the end of the job. */
  unprotected: z.boolean().optional(),
});

/** The job reached its end, but not for all that it is about. */
const Partly = z.object({ partly: z.boolean().optional() });

/** Of a batch, whose children learn the rest. */
export const BatchLearned = Warned.extend({ ...Partly.shape, batch: BatchProgress.optional() });
/** Of an import into the inventory. */
export const ImportLearned = Warned.extend({ import: ImportProgress.optional() });
/** A checked upload. */
export const UploadLearned = z.object({ upload: z.object({ sha256: z.string(), sizeBytes: z.number() }).optional() });
/** A finished file: support bundle, deployment package or list of jobs. */
export const FileLearned = Partly.extend({ bundle: z.object({ sizeBytes: z.number().int(), sha256: z.string() }).optional() });

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

/** All that the job warns of. */
export const warningsOf = ({ warnings = [], rebootWarning }: Learned): readonly string[] =>
  rebootWarning === undefined ? warnings : [...warnings, rebootWarning];
