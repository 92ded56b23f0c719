import type { MachineErrorCode } from "../../core/errors.js";
import { type Advice, describeError } from "../errors/describe-error.js";
import type { Generation } from "../generation.js";
import type { KernelList } from "../kernels/kernel-list.js";
import type { DetectedOs } from "../systems/detected-os.js";

/** What is to be done with the agent. */
export type Purpose = "install" | "update" | "configure" | "uninstall";

/**
 * `installerBytes`: size of the largest installer to come, which lies on the machine beside what it unpacks to. `versions`: those that are to be
 * installed, or the one that is there; `kernelLists`: what the vendor says which kernels they support.
 */
export type ReadinessWish = Readonly<{
  purpose: Purpose;
  generation: Generation;
  installerBytes?: number;
  now?: Date;
  versions?: readonly string[];
  kernelLists?: readonly KernelList[];
}>;

/** One thing that is in the way. `retryable`: it may pass without anybody acting. */
export type Problem = Readonly<{
  code: MachineErrorCode;
  message: string;
  possibleCauses: string;
  recommendedAction: string;
  vendorCode?: string;
  retryable: boolean;
}>;

/** What is in the way, and what could not be found out of it: `unknown` completes the sentence "It is not known …". */
export type MachineObstacles = Readonly<{ problems: readonly Problem[]; unknown: readonly string[] }>;

/** `ready` only when nothing is in the way and nothing is unknown. */
export type Readiness = MachineObstacles & Readonly<{ ready: boolean; os: DetectedOs; warnings: readonly string[] }>;

/** What a check found, before its causes and its cure are told. */
export type Obstacle = Readonly<{ code: MachineErrorCode; message: string; vendorCode?: string; recommendedAction?: string; retryable?: boolean }>;

/** The obstacles of a list of conditions. */
export const only = (obstacles: readonly (Obstacle | false)[]): readonly Obstacle[] => obstacles.filter((obstacle) => obstacle !== false);

/** Obstacles as people are told them. */
export const problemsOf = (obstacles: readonly Obstacle[], advice: Advice): readonly Problem[] =>
  obstacles.map((obstacle) => ({ retryable: false, ...describeError(obstacle.code, advice), ...obstacle }));

/** One text for people, of each thing that is not known. */
export const unknownTexts = (unknown: readonly string[]): readonly string[] => unknown.map((what) => `It is not known ${what}`);
