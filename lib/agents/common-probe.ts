import type { Antivirus } from "./antivirus/antivirus.js";
import type { VmAgent } from "./vm-agent/vm-agent.js";

/** What a look at a machine tells on every system. Times in seconds since 1970, sizes in KB; what could not be read is absent. */
export type CommonProbe = Readonly<{
  /** The platform whose look it was; it says which other fields there are. */
  system: string;
  hostName: string;
  machineId?: string;
  /** DMI product UUID, lower-case. */
  biosId?: string;
  /** Another one after every restart. */
  bootId?: string;
  architecture: string;
  /** The release of the running kernel. */
  kernel?: string;
  /** The hardware is that of a machine in Azure, as its asset tag says. */
  onAzure?: boolean;
  clockSeconds?: number;
  /** Absent when no Mobility service is installed. */
  agent?: ProbedAgent;
  driverLoaded: boolean;
  driverVersion?: string;
  processes: SeenProcesses;
  antivirus: Antivirus;
  /** Absent where it could not be told. */
  vmAgent?: VmAgent;
  /** Where the system lies, and where the agent does. */
  freeKb: Readonly<{ systemDisk?: number; installDir?: number }>;
}>;

/**
 * `version` is absent when the agent's own record of it is damaged. `serverAddress`: the server that the agent reports to, as its configuration
 * names it. `dir` holds the agent's programs; it is absent when only the record of the agent is there.
 */
export type ProbedAgent = Readonly<{
  version?: string;
  installDir?: string;
  builtFor?: string;
  configured: boolean;
  dir?: string;
  role?: string;
  /** VmWare or Azure. */
  platform?: string;
  csType?: string;
  hostId?: string;
  serverAddress?: string;
  servicesRunning: boolean;
}>;

/** Command lines of what is at work on the machine, one of each kind. */
export type SeenProcesses = Readonly<{ installer?: string; configurator?: string; vendorUpdate?: string }>;

/** The installed version, if one can be read, and what is at work. */
export type AgentNow = Readonly<{ version?: string; processes: SeenProcesses }>;
