import type { RecipeName } from "./recipe-name.js";

/** What is true of every job of a recipe. */
export type RecipeFacts = Readonly<{
  /** Azure Site Recovery's name for such jobs, or one made like it. */
  jobType: string;
  /** What a person reads. */
  displayName: string;
  /** It logs in to the machine; the others change what is on record alone. */
  reachesMachine: boolean;
  /** It may take the machine out of service for a while; the others only look. */
  changesMachine: boolean;
  /** It brings the agent to a version: one that is there already, or also where there is none. */
  movesAgent: "Update" | "Install" | false;
  /** The detached run that takes most of its time, where it is one whose times are kept (`fleet/installers/run-times.ts`). */
  run: "install" | "uninstall" | "register" | "leave-out" | "vm-agent" | false;
  /** It hands the registration secret of the fabric to the machine: where the agent is not registered yet, where that is found afterwards, or whatever it was registered with. */
  registers: "Once" | "WhenLost" | "Anew" | false;
  /** It may be asked to restart the machine. */
  mayRestart: boolean;
  /** It can be done again. What an import brought with its call is gone with its end. */
  mayBeRestarted: boolean;
  /** Whether it waits for the machine until nobody else is at work there, does without it rather than wait long, or touches none. */
  lease: "Waits" | "Polite" | "None";
  /** It reads what an import of machines left in storage, and ends that import with its own end. */
  importsMachines: boolean;
  /** It tries the account itself: also one that was stopped, and a refusal is its answer. */
  testsAccount: boolean;
}>;

const ON_FLEET = {
  reachesMachine: false,
  changesMachine: false,
  movesAgent: false,
  run: false,
  registers: false,
  mayRestart: false,
  mayBeRestarted: true,
  lease: "None",
  importsMachines: false,
  testsAccount: false,
} as const satisfies Omit<RecipeFacts, "jobType" | "displayName">;

const ON_MACHINE = { ...ON_FLEET, reachesMachine: true, lease: "Waits" } as const;
const CHANGE = { ...ON_MACHINE, changesMachine: true } as const;
const INSTALL = { ...CHANGE, movesAgent: "Install", run: "install", registers: "Once", mayRestart: true } as const;
const MACHINE_IMPORT = { ...ON_FLEET, mayBeRestarted: false, importsMachines: true } as const;

/** All that depends on the kind of a job alone; a new recipe has its row here. */
export const RECIPE_FACTS: Readonly<Record<RecipeName, RecipeFacts>> = {
  update: {
    ...CHANGE,
    jobType: "UpdateMobilityService",
    displayName: "Update Mobility Service",
    movesAgent: "Update",
    run: "install",
    registers: "WhenLost",
    mayRestart: true,
  },
  install: { ...INSTALL, jobType: "InstallMobilityService", displayName: "Install Mobility Service" },
  protect: { ...INSTALL, jobType: "AddProtectionProfile", displayName: "Enable replication" },
  test: { ...ON_MACHINE, jobType: "TestMobilityService", displayName: "Test Mobility Service" },
  "test-account": { ...ON_MACHINE, jobType: "TestRunAsAccount", displayName: "Test run-as account", testsAccount: true },
  "import-installer": {
    ...ON_FLEET,
    jobType: "ImportMobilityServiceInstaller",
    displayName: "Import Mobility Service installer",
    mayBeRestarted: false,
  },
  discover: { ...ON_FLEET, jobType: "DiscoverProtectableItem", displayName: "Discover protectable item" },
  uninstall: { ...CHANGE, jobType: "UninstallMobilityService", displayName: "Uninstall Mobility Service", run: "uninstall" },
  configure: { ...CHANGE, jobType: "RegisterMobilityService", displayName: "Register Mobility Service", run: "register", registers: "Anew" },
  exclude: { ...CHANGE, jobType: "SetMobilityServiceAntivirusExclusion", displayName: "Set antivirus exclusions", run: "leave-out" },
  "vm-agent": { ...CHANGE, jobType: "InstallAzureVMAgent", displayName: "Install Azure VM agent", run: "vm-agent" },
  unprotect: { ...CHANGE, jobType: "DisableProtection", displayName: "Disable replication", run: "uninstall" },
  forget: { ...ON_MACHINE, reachesMachine: false, jobType: "PurgeProtection", displayName: "Remove replication protected item" },
  "import-inventory": { ...MACHINE_IMPORT, jobType: "ImportInventory", displayName: "Import inventory" },
  "import-vault": { ...MACHINE_IMPORT, jobType: "ImportInventory", displayName: "Import inventory from a vault" },
  "refresh-provider": { ...ON_FLEET, jobType: "RefreshServicesProvider", displayName: "Refresh services provider" },
  "remove-fabric": { ...ON_FLEET, jobType: "DeleteFabric", displayName: "Remove fabric" },
  "support-bundle": { ...ON_MACHINE, jobType: "ExportSupportBundle", displayName: "Export support bundle", lease: "Polite" },
  "deployment-package": {
    ...ON_FLEET,
    jobType: "NewMobilityServiceDeploymentPackage",
    displayName: "Make Mobility Service deployment package",
  },
  "export-jobs": { ...ON_FLEET, jobType: "ExportJobs", displayName: "Export jobs" },
  /** Shows the type of its children. */
  batch: { ...ON_FLEET, jobType: "Batch", displayName: "Batch" },
};
