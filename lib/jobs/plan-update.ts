import type { MachineErrorCode } from "../core/errors.js";

export type Blocker = Readonly<{ code: MachineErrorCode; message: string; recommendedAction: string }>;

/** The way from the installed version to the target. */
export type UpdatePlan = Readonly<{
  installedVersion?: string;
  targetVersion?: string;
  /** Versions to install, in order; empty when there is nothing to do. */
  path: readonly string[];
  /** Which rule counted the releases: the list of rollups, or the minor numbers where the list knows nothing. */
  countedBy: "ReleaseList" | "MinorNumbers";
  reboot: "None" | "Recommended" | "Mandatory";
  blockedBy: readonly Blocker[];
}>;
