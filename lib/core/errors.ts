/** What a program may test for. People read the message; docs/errors.md lists causes and cures. */
export type ErrorCode = RequestErrorCode | MachineErrorCode;

/** Errors of a call: the caller, the settings or the bookkeeping. */
export type RequestErrorCode =
  | "InvalidParameter"
  | "ResourceNotFound"
  | "VaultNotFound"
  | "Conflict"
  | "PlanOutdated"
  | "Unauthorized"
  | "Forbidden"
  | "TooManyRequests"
  | "MissingApiVersionParameter"
  | "NotImplemented"
  | "InvalidSettings"
  | "StorageUnavailable"
  | "IdentityUnavailable"
  | "Internal";

/** Errors of a job: the machine, the account, the installer, the fabric. */
export type MachineErrorCode =
  | "MachineUnreachable"
  | "DestinationDenied"
  | "ConnectionLost"
  | "UnsupportedSshAlgorithms"
  | "HostKeyUnknown"
  | "HostKeyMismatch"
  | "LoginRefused"
  | "CredentialUnusable"
  | "AccountStopped"
  | "AccountMissing"
  | "RootRequired"
  | "CommandTimedOut"
  | "CommandFailed"
  | "WrongMachine"
  | "ExclusionRefused"
  | "NotFailedOver"
  | "VmAgentNotRunning"
  | "MachineRenamed"
  | "PlatformNotSupported"
  | "UnsupportedOperatingSystem"
  | "UnsupportedKernel"
  | "UnsupportedArchitecture"
  | "UnsupportedFileSystem"
  | "UnsupportedBoot"
  | "NotEnoughSpace"
  | "HostsFileIncomplete"
  | "ToolMissing"
  | "RebootRequired"
  | "SecureBootEnabled"
  | "StaleInstallerLock"
  | "InstallerBusy"
  | "VendorUpdateRunning"
  | "InstallerMissing"
  | "InstallerCorrupt"
  | "InstallerRemoved"
  | "InstallerFailed"
  | "InstallerDidNothing"
  | "InstallerTimedOut"
  | "InstallerLost"
  | "DowngradeRefused"
  | "UpgradeNotSupported"
  | "AgentNotInstalled"
  | "AgentDamaged"
  | "AgentFolderUnsafe"
  | "RegisteredElsewhere"
  | "RegistrationFailed"
  | "RegistrationLost"
  | "ServerUnreachable"
  | "RegistrationSecretMissing"
  | "VerificationFailed"
  | "WaitingForRestart"
  | "ServicesNotRunning"
  | "ComponentsOutdated"
  | "ProcessServerSilent"
  | "VersionOnHold"
  | "Fenced"
  | "DeadlineExceeded"
  | "WorkerCrashed"
  | "ClockWrong"
  | "ReadOnlyFileSystem"
  | "JumpHostUnreachable"
  | "UninstallFailed"
  | "UninstallIncomplete"
  | "GroupMemberFailed"
  | "BatchHalted"
  | "BatchFailed"
  | "WindowEnded"
  | "VaultRefused"
  | "VaultUnavailable";

export type ErrorOptions = Readonly<{
  /** May the same thing succeed later without anybody acting? */
  retryable?: boolean;
  /** The parameter, machine or file that the error is about. */
  target?: string;
  possibleCauses?: string;
  recommendedAction?: string;
  /** Azure Site Recovery's own code for it, such as `EP0878` or `95524`. */
  vendorCode?: string;
  /** All that is wrong, when it is more than one thing; the error itself sums it up. */
  details?: readonly FleetError[];
  cause?: unknown;
}>;

/** Base of every error that this project throws. Unmarked means not retryable. */
export class FleetError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly target: string | undefined;
  readonly possibleCauses: string | undefined;
  readonly recommendedAction: string | undefined;
  readonly vendorCode: string | undefined;
  readonly details: readonly FleetError[];

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = code;
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.target = options.target;
    this.possibleCauses = options.possibleCauses;
    this.recommendedAction = options.recommendedAction;
    this.vendorCode = options.vendorCode;
    this.details = options.details ?? [];
  }
}

/** True when any error of the cause chain is marked so: wrapping must not lose the answer. */
export function isRetryable(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof FleetError && e.retryable) return true;
  }
  return false;
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof FleetError && error.code === code;
}
