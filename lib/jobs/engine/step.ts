import type { KnownPlatform } from "../../agents/platform-of.js";
import type { Probe } from "../../agents/probe.js";
import type { Clock } from "../../core/clock.js";
import type { FleetError } from "../../core/errors.js";
import type { Secret } from "../../core/secret.js";
import type { JobTiming } from "../../core/settings/config.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type {
  AccountStore,
  EventStore,
  FabricStore,
  ImportStore,
  InstallerContent,
  InstallerStore,
  MachineStaging,
  MachineStore,
  SecretStore,
} from "../../fleet/ports.js";
import type { OpenVault } from "../../fleet/vault/vault.js";
import type { LookAtServer } from "../../remote/look-at-server.js";
import type { Fence, RemoteMachine } from "../../remote/machine.js";
import type { Job } from "../job.js";
import type { JobInput } from "../job-input.js";
import type { Hop, Learned } from "../learned.js";
import type { BatchStore, BundleStore, JobLogStore, JobQueue, JobStore } from "../ports.js";
import type { RecipeName } from "../recipe-name.js";
import type { LearnedOf, MachineRecipe } from "../recipe-records.js";

export type StepOutcome<L = Learned> =
  /** `skipped`: there was nothing to do. `message`: what was found or done, in one sentence. */
  | Readonly<{ type: "done"; message: string; learned?: L; skipped?: true }>
  /** Look again later; the job leaves the machine alone until then. */
  | Readonly<{ type: "wait"; seconds: number; message: string; learned?: L }>
  /** Nothing more until somebody resumes the job. */
  | Readonly<{ type: "suspend"; error: FleetError; learned?: L }>
  /** What the job changed last did not work, but may later: it is changed once more, from the last step before this one that changes something. */
  | Readonly<{ type: "again"; seconds: number; error: FleetError; learned?: L }>
  /** A step that ends a stopped job by itself, because it has more to do than to end (batches). */
  | Readonly<{ type: "cancelled"; message: string; learned?: L }>;

/** For steps about the fleet itself, which work on rows and on other jobs instead of a machine. */
export type FleetWork = Readonly<{
  jobs: JobStore;
  queue: JobQueue;
  batches: BatchStore;
  fabrics: FabricStore;
  machines: MachineStore;
  staging: MachineStaging;
  imports: ImportStore;
  accounts: AccountStore;
  secrets: SecretStore;
  openVault: OpenVault;
  lookAtServer: LookAtServer;
}>;

/** For support bundles, which tell everything that is known about a job. */
export type SupportWork = Readonly<{
  jobs: JobStore;
  batches: BatchStore;
  bundles: BundleStore;
  events: EventStore;
  fabrics: FabricStore;
  machines: MachineStore;
  accounts: AccountStore;
  secrets: SecretStore;
  product: Readonly<{ settings: Readonly<Record<string, unknown>>; secrets: readonly Secret[] }>;
}>;

/** What every step is given. It may run more than once: it looks first and changes only what differs. */
type GivenTo<R extends RecipeName> = Readonly<{
  job: Job<R>;
  fabric(): Promise<Fabric>;
  installers: InstallerStore;
  content: InstallerContent;
  jobLogs: JobLogStore;
  /** Shows how far a long step is. Ends the invocation when somebody else wrote the job, such as a stop. */
  report(message: string, learned?: LearnedOf<R>): Promise<void>;
  clock: Clock;
  timing: JobTiming;
  /** False when a step that works through many rows should tell how far it is and come back for the rest: others have their turn, or the process is about to end. */
  hasTime(): boolean;
  /** True when a step that may end at any time should, because the process is about to end. */
  isLeaving(): boolean;
  /** Aborts when the step may not go on. */
  signal: AbortSignal;
}>;

/** The machine that a job is about, as far as its steps may reach it. */
type MachineReach = Readonly<{
  machine(): Machine;
  /** What the agent is on this machine. Throws PlatformNotSupported. */
  platform(): KnownPlatform;
  /** The connection of this invocation, opened when first asked for. */
  remote(): Promise<RemoteMachine>;
  /** What the machine says of itself; read once per invocation, anew with `fresh`. */
  probe(options?: Readonly<{ fresh?: boolean }>): Promise<Probe>;
}>;

type MachineWork = MachineReach &
  Readonly<{
    /** The installer of the present hop, for the steps of a hop. */
    hop?: Hop;
    fence: Fence;
    registrationSecret(): Promise<Secret | undefined>;
  }>;

type FleetReach = Readonly<{ fleet: FleetWork; support: SupportWork }>;

/** For steps on a machine; they reach for nothing else. */
export type MachineContext<R extends MachineRecipe = MachineRecipe> = GivenTo<R> & MachineWork;
/** For steps on the fleet itself; they reach for no machine. */
export type FleetStepContext<R extends FleetRecipe> = GivenTo<R> & FleetReach;
/** A support bundle tells of both. */
export type BundleContext = FleetStepContext<"support-bundle"> & MachineReach;
/** All that the engine has for a step of whatever job. */
export type StepContext = GivenTo<RecipeName> & MachineWork & FleetReach;

/** Recipes about no one machine, and the support bundle, which does without it. */
export type FleetRecipe = Exclude<RecipeName, MachineRecipe>;

export type ContextOf<R extends RecipeName> = R extends MachineRecipe
  ? MachineContext<R>
  : R extends "support-bundle"
    ? BundleContext
    : R extends FleetRecipe
      ? FleetStepContext<R>
      : never;

/** A failure is thrown as a FleetError; marked retryable it may pass by itself. */
export type StepWith<C, L = Learned> = Readonly<{
  name: string;
  title: string;
  /** True when the step changes the machine or the fleet: the invocation claims the job before it, which also stops a duplicate delivery. */
  changes: boolean;
  /** True when the step destroys what an earlier one found out, where it may depend on that: it is saved first. */
  savesFirst?: true | ((seen: Readonly<{ learned: Learned; hop?: Hop; platform(): KnownPlatform }>) => boolean);
  /** True when the step's verdict is about the machine as it is: it waits for what is at work in the run slot, and stands in the row before the next change. */
  judges?: true;
  /** How long one attempt may take, when that is longer than usual (FLEET_STEP_TIMEOUT_SECONDS). */
  attemptSeconds?: number;
  /** True when something runs on the machine meanwhile: an unreachable machine is then waited for until the deadline. */
  patient?: true;
  /** From its first start, waits and retries included. Then the job fails. */
  deadlineSeconds: number;
  /** The time for which the job was asked to wait: the deadline counts from then, where that is later. */
  deadlineFrom?: (input: JobInput) => string | undefined;
  run: (context: C) => Promise<StepOutcome<L>>;
}>;

export type MachineStep<R extends MachineRecipe = MachineRecipe> = StepWith<MachineContext<R>, LearnedOf<R>>;
export type FleetStep<R extends Exclude<FleetRecipe, "support-bundle">> = StepWith<FleetStepContext<R>, LearnedOf<R>>;
export type BundleStep = StepWith<BundleContext, LearnedOf<"support-bundle">>;
/** A step of whatever job; who runs it gives it the context of its own kind. */
export type Step = StepWith<never>;

export type PlannedStep<S = Step> = Readonly<{ step: S; hop?: Hop }>;

/** The steps of a job; those of the hops appear once the path is known. What is known already never moves. */
export type Recipe = (learned: Learned) => readonly PlannedStep[];
/** Of one recipe: it has only steps that know what its jobs are asked for and learn. */
export type RecipeFor<R extends RecipeName> = (learned: LearnedOf<R>) => readonly PlannedStep<StepWith<ContextOf<R>, LearnedOf<R>>>[];

export const stepLabel = ({ step, hop }: PlannedStep): string => (hop ? `${step.name} ${hop.version}` : step.name);
