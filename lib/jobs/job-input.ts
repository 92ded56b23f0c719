import { z } from "zod";
import { VaultPlace } from "../fleet/vault/vault-place.js";
import { JobState } from "./job-state.js";
import { MachineState } from "./plan/machine-states.js";
import { RecipeName } from "./recipe-name.js";

/** Machines by what is on record of them. All that is given must fit; patterns know `*` and `?`, without regard to case. */
export const MachineFilter = z.object({
  osTag: z.string().optional(),
  /** Installed version of the Mobility service, or its beginning: `9.61`. */
  version: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  namePattern: z.string().optional(),
  /** One of them is true of the machine. */
  states: z.array(MachineState).optional(),
  /** Code of what is in the way, of what the timer found, or of why the last job failed. */
  cause: z.string().optional(),
});
export type MachineFilter = Readonly<z.infer<typeof MachineFilter>>;

/** The machines of a batch: those whose members were written when it was started, or all that fit, found page by page by its first step. */
export const Selection = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("list") }),
  z.object({
    ...{ kind: z.literal("all"), fabric: z.string(), container: z.string().optional(), protectedOnly: z.boolean(), filter: MachineFilter },
    /** Further fabrics, where it is of several. */
    otherFabrics: z.array(z.string()).optional(),
  }),
]);
export type Selection = Readonly<z.infer<typeof Selection>>;

/** No new children after so many failures, or after that part of all members. */
export const MaxFailures = z.union([z.object({ count: z.number().int().min(0) }), z.object({ percent: z.number().min(0).max(100) })]);
export type MaxFailures = Readonly<z.infer<typeof MaxFailures>>;

/** When children of a batch may begin; an end that is not given is open. What has begun is finished. */
export const BatchWindow = z.object({ notBefore: z.iso.datetime().optional(), notAfter: z.iso.datetime().optional() });
export type BatchWindow = Readonly<z.infer<typeof BatchWindow>>;

/** How a batch opens its children; their own input stands beside it in the batch's `input`. */
export const BatchInput = z.object({
  recipe: RecipeName,
  selection: Selection,
  maxConcurrency: z.number().int().min(1).max(1000),
  maxFailures: MaxFailures.optional(),
  /** Risk: machines whose last jobs failed come last, those with the most failures at the very end. */
  order: z.enum(["Given", "Risk"]),
  planId: z.string().optional(),
  ...BatchWindow.shape,
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
export const LogInInput = z.object({
  accountId: z.string().optional(),
  acceptHostKey: z.boolean().optional(),
  /** Takes the name that the machine has now. */
  acceptHostNameChange: z.boolean().optional(),
  /** Of a child of a batch with a window: it is not begun later than that. */
  notAfter: z.iso.datetime().optional(),
});

/** On the way to a version. */
export const PathInput = LogInInput.extend({
  targetVersion: z.string().optional(),
  /** The path that a plan showed: the job fails with PlanOutdated when it would take another. Empty: nothing to do. */
  plannedPath: z.array(z.string()).optional(),
  /** Restarts the machine afterwards when that is recommended or mandatory. */
  restart: z.boolean().optional(),
  /** Lets the machine's virus scanner leave out the folders of the agent before anything is installed. */
  excludeFromAntivirus: z.boolean().optional(),
});

/** `force` removes without asking the machine. */
export const RemovalInput = LogInInput.extend({ force: z.boolean().optional() });

/** What a job on a machine can be asked for, of whatever kind; each kind reads its own part. */
export const MachineInput = z.object({ ...PathInput.shape, ...RemovalInput.shape });
export type MachineInput = Readonly<z.infer<typeof MachineInput>>;

/** A batch hands its children all but `batch`. */
export const BatchJobInput = MachineInput.extend({ batch: BatchInput });

/** The vault to read; a token that came with the call lies in the secret store under this name until the job has ended. */
const VaultInput = VaultPlace.extend({ tokenSecret: z.string().optional() });

/** `importId`: the file or the reading that the import is about. */
export const InventoryInput = z.object({ importId: z.string() });
/** Brings what a vault knows into the inventory. */
export const VaultImportInput = InventoryInput.extend({ vault: VaultInput });
/** Refreshes the servers of a fabric, by its vault where it has one. */
export const ProviderInput = z.object({ vault: VaultInput.optional() });
/** `force` removes what lies below the fabric, too. */
export const FabricRemovalInput = z.object({ force: z.boolean().optional() });
/** Brings an installer into the catalogue; with `sha256` only that file. */
export const InstallerInput = InventoryInput.extend({ sha256: z.string().optional() });

/** `bundledJob`: name of the job that the bundle is about. */
export const BundleInput = LogInInput.extend({ bundledJob: z.string() });

/** The installers of a deployment package, by file name. Without `linkHours` they are in it. */
export const PackageInput = z.object({ deploymentPackage: z.object({ installers: z.array(z.string()), linkHours: z.number().optional() }) });

/** Lists jobs in a file. */
export const ExportInput = z.object({ jobExport: JobExport });

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
