import type { Secret } from "../core/secret.js";
import type { AgentNow, CommonProbe } from "./common-probe.js";
import type { Advice } from "./errors/describe-error.js";
import type { Ended, Verdict } from "./errors/verdict.js";
import type { Generation } from "./generation.js";
import type { InstallerError } from "./installers/installer-errors.js";
import type { LeftOvers } from "./left-overs.js";
import type { MachineObstacles, Readiness, ReadinessWish } from "./readiness/readiness.js";
import type { SupportFiles } from "./support-files.js";
import type { DetectedOs } from "./systems/detected-os.js";

/** A program text for a machine, in the language that its system runs, and its arguments. */
export type MachineScript = Readonly<{ script: string; args: readonly string[] }>;

/** A script that only looks and answers at once. `read` says what the answer means, which may be anything: it throws a FleetError for one that is none. */
export type Question<Answer> = MachineScript & Readonly<{ timeoutMs?: number; maxOutputBytes?: number; read(output: string): Answer }>;

/** A script that runs detached in the machine's run slot. `secretFiles` lie in the run folder as long as it runs. */
export type DetachedScript = MachineScript & Readonly<{ secretFiles?: Readonly<Record<string, Secret>> }>;

/**
 * `sha256`: the digest by which the installer lies in the machine's cache. `installed`: an agent is there, which is to be updated. `migrates`: it is of
 * another generation, and is to become one of this.
 */
export type InstallWish = Readonly<{ generation: Generation; sha256: string; installed: boolean; migrates?: boolean }>;

/** With which server an agent is to be registered. `agentDir`: where it lies, as the probe found it. */
export type Registration = Readonly<{
  generation: Generation;
  agentDir?: string | undefined;
  serverAddress?: string | undefined;
  serverPort?: number;
}>;

/** `leave`: it unregisters from its present server first. */
export type RegisterWish = Registration & Readonly<{ secret: Secret; leave?: boolean }>;

/**
 * What is told and done about virus scanners. `leaveOut` lets one leave these folders out, and puts on the machine's own record which of them it did not
 * leave out before; `takeBack` undoes that, and nothing else. Both are absent where scanners are only named.
 */
export type AntivirusWork<P extends CommonProbe = CommonProbe> = Readonly<{
  warnings(found: P): readonly string[];
  leaveOut?(folders: readonly string[]): DetachedScript;
  takeBack?: DetachedScript;
}>;

/**
 * What the Mobility service is on the machines of one system: what to run there, and what the answers mean. A platform is pure; who asks it
 * holds the connection. It is given only probes that it has read itself.
 */
export type Platform<P extends CommonProbe = CommonProbe> = Readonly<{
  /** In which language its scripts are; POSIX sh where nothing is said. */
  speaks?: "posix" | "powershell";
  /** Everything that a job wants to know of a machine. */
  probe: Question<P>;
  /** Only what somebody else may change while a job is at work, at a fraction of the cost. */
  agentNow: Question<AgentNow>;
  install(wish: InstallWish): DetachedScript;
  register(wish: RegisterWish): DetachedScript;
  uninstall(installDir: string): DetachedScript;
  restart: DetachedScript;
  /** Brings the Azure VM agent to a machine with this OS tag, from the packages of its system; absent where it comes with the Mobility service. */
  installVmAgent?(osTag: string): DetachedScript;
  antivirus: AntivirusWork<P>;
  /** Ends without an error when the account may act there; undefined where the login alone shows it. It does nothing else. */
  rightsProof(userName: string): MachineScript | undefined;
  /** What is left after a removal. */
  leftOvers(installDir: string): Question<LeftOvers>;
  /** What support wants to see; each file stands behind a line that begins with the mark. */
  supportFiles(mark: string): Question<SupportFiles>;
  detectOs(found: P): DetectedOs;
  /** Everything that would make the vendor's installer, configurator or uninstaller fail, at once. */
  readiness(found: P, wish: ReadinessWish): Readiness;
  /** What is in the way of every installation there, as long as nobody changes the machine. */
  obstacles(found: P): MachineObstacles;
  /** What an exit code claims; a success is proved only by what the machine shows afterwards. */
  verdictOf(exitCode: number, about: Ended): Verdict;
  /** What the installer's own errors file says, of which the log of its run has a copy. */
  errorsInLog(log: string): readonly InstallerError[];
  /** Causes and cures that are this system's own. */
  advice: Advice;
  words: PlatformWords;
}>;

/** What people are told by other names on each system. */
export type PlatformWords = Readonly<{
  /** As whom jobs act there. */
  actsAs: string;
  /** Where the Mobility service goes unless the machine has it elsewhere. */
  installDir: string;
  /** The vendor's filter driver. */
  driver: string;
  /** How much room an installer wants, and where. */
  room: string;
  /** Shows the machine's own SSH host keys on its console. */
  hostKeyCommand: string;
  /** What a person does about an Azure VM agent that is not at work after a failover. */
  vmAgentByHand: string;
}>;
