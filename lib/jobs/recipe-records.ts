import type { z } from "zod";
import {
  BatchJobInput,
  BundleInput,
  ExportInput,
  FabricRemovalInput,
  InstallerInput,
  InventoryInput,
  type JobInput,
  LogInInput,
  PackageInput,
  PathInput,
  ProviderInput,
  RemovalInput,
  VaultImportInput,
} from "./job-input.js";
import {
  BatchLearned,
  FileLearned,
  ImportLearned,
  type Learned,
  MachineLearned,
  PathLearned,
  RemovalLearned,
  UploadLearned,
  Warned,
} from "./learned.js";
import type { RecipeName } from "./recipe-name.js";

const onPath = { input: PathInput, learned: PathLearned };
const onRemoval = { input: RemovalInput, learned: RemovalLearned };
const onMachine = { input: LogInInput, learned: MachineLearned };

/** What a job of each recipe was asked for, and what its steps found out: a later step reads it, the job's row keeps it. */
export const RECORDS = {
  update: onPath,
  install: onPath,
  protect: onPath,
  uninstall: onRemoval,
  unprotect: onRemoval,
  forget: onRemoval,
  configure: onMachine,
  exclude: onMachine,
  "vm-agent": onMachine,
  test: onMachine,
  "test-account": onMachine,
  discover: onMachine,
  batch: { input: BatchJobInput, learned: BatchLearned },
  "import-inventory": { input: InventoryInput, learned: ImportLearned },
  "import-vault": { input: VaultImportInput, learned: ImportLearned },
  "refresh-provider": { input: ProviderInput, learned: Warned },
  "remove-fabric": { input: FabricRemovalInput, learned: Warned },
  "import-installer": { input: InstallerInput, learned: UploadLearned },
  "support-bundle": { input: BundleInput, learned: FileLearned },
  "deployment-package": { input: PackageInput, learned: FileLearned },
  "export-jobs": { input: ExportInput, learned: FileLearned },
} as const satisfies Readonly<Record<RecipeName, Readonly<{ input: z.ZodObject; learned: z.ZodObject }>>>;

/** The recipes whose jobs are about one machine and change it or look at it; a batch has children of one of them. */
export type MachineRecipe = PathRecipe | RemovalRecipe | "configure" | "exclude" | "vm-agent" | "test" | "test-account" | "discover";
/** They bring the agent to a version, hop by hop. */
export type PathRecipe = "update" | "install" | "protect";
export type RemovalRecipe = "uninstall" | "unprotect" | "forget";

type Records = { readonly [R in RecipeName]: { readonly [K in "input" | "learned"]: Readonly<z.infer<(typeof RECORDS)[R][K]>> } };

/** What jobs of one recipe, or of a few, are asked for. */
export type InputOf<R extends RecipeName> = [RecipeName] extends [R] ? JobInput : Records[R]["input"];
/** What they learn. */
export type LearnedOf<R extends RecipeName> = [RecipeName] extends [R] ? Learned : Records[R]["learned"];
