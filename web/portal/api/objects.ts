/** What this page reads of the service's objects; /api/openapi.json has all of them. */
export type Scope = "reader" | "operator" | "administrator";
export type Health = Readonly<{ version: string; caller: Readonly<{ label: string; scope: Scope }> }>;

export type Blocker = Readonly<{ Code: string; Message: string; RecommendedAction: string }>;
export type Reboot = "None" | "Recommended" | "Mandatory";

export type MachineState = "Running" | "Failed" | "Blocked" | "Restart" | "Update" | "Unknown" | "Current";

export type Update = Readonly<{
  FriendlyName: string;
  ProtectableItemId: string;
  ReplicationProtectedItemId: string | null;
  OSTag: string | null;
  InstalledVersion: string | null;
  TargetVersion: string | null;
  UpdateAvailable: boolean;
  Path: readonly string[];
  Hops: readonly Readonly<{ From: string | null; To: string; Restart: Reboot }>[];
  RebootRequired: Reboot;
  RebootPending: Reboot;
  Warnings: readonly string[];
  BlockedBy: readonly Blocker[];
  NotKnown: readonly string[];
  HeldVersions: readonly Readonly<{ Version: string; Reason: string }>[];
  AsOf: string | null;
  JobName: string | null;
  FailuresInARow: number;
  Problems: readonly string[];
  States: readonly MachineState[];
  /** Codes of what is in the way, of what the timer found, and of why the last job failed. */
  Causes: readonly string[];
  LastFailure: string | null;
  Tags: Readonly<Record<string, string>>;
  AvailabilityGroup: string | null;
}>;

export type FabricServer = Readonly<{
  FriendlyName?: string;
  Name?: string;
  IpAddress?: string | null;
  Fqdn?: string | null;
  AgentVersion?: string | null;
  Version?: string | null;
  LastHeartbeat?: string | null;
  LastHeartbeatUtc?: string | null;
}>;

export type Fabric = Readonly<{
  Name: string;
  FriendlyName: string;
  ID: string;
  FabricSpecificDetails: Readonly<
    Partial<Record<AppliancePart, readonly FabricServer[]>> & {
      ProcessServers?: readonly FabricServer[];
      MasterTargetServers?: readonly FabricServer[];
      RunAsAccounts?: readonly Account[];
    }
  >;
  FleetDetails: Readonly<{ Generation: "Classic" | "Modernized"; ServerVersion: string | null; ServerAddress?: string | null; ServerPort?: number }>;
}>;

export type AppliancePart = "RcmProxies" | "PushInstallers" | "ReplicationAgents" | "ReprotectAgents" | "MarsAgents" | "Dras";

export type Account = Readonly<{
  AccountId: string;
  AccountName: string;
  FleetDetails: Readonly<{
    FabricName: string;
    UserName: string;
    HasPassword: boolean;
    HasPrivateKey: boolean;
    IsDomainAccount: boolean;
    CredentialVersion: number;
    IsProved: boolean;
    IsStopped: boolean;
    RefusedByCount: number;
  }>;
}>;

export type Provider = Readonly<{
  Name: string;
  Connected: boolean | null;
  LastHeartbeat: string | null;
  ProviderVersion: string | null;
  FleetDetails: Readonly<{ Source: string; VaultName: string | null; ReadTime: string | null; CertificateExpiryDate: string | null }>;
}>;

export type Installer = Readonly<{
  FileName: string;
  Version: string | null;
  OSTag: string;
  OperatingSystem: string;
  BuildDate: string | null;
  Sha256: string | null;
  SizeInBytes: number | null;
  ImportedAt: string | null;
  Remark: string | null;
  RecommendedAction: string | null;
}>;

export type Hold = Readonly<{ Version: string; OSTag: string | null; Reason: string; HeldBy: string | null; Since: string }>;

export type AlertSetting = Readonly<{
  CustomEmailAddress: readonly string[];
  EmailSubscriptionOwner: "On" | "Off";
  FleetDetails: Readonly<{
    Webhook: string | null;
    Channels: readonly string[];
    MailReady: boolean;
    OwnerAddresses: readonly string[];
    MailStopped: string | null;
    Pending: string;
    Dead: string;
  }>;
}>;

export type History = Readonly<{
  Time: string;
  Kind: "VersionChanged" | "Restarted" | "Drift";
  FromVersion: string | null;
  ToVersion: string | null;
  EventCode: string | null;
  Message: string;
  JobName: string | null;
}>;

export type JobState = "NotStarted" | "InProgress" | "Succeeded" | "Failed" | "Cancelled" | "Suspended";

export type Task = Readonly<{
  ID: string;
  Name: string;
  State: "NotStarted" | "InProgress" | "Succeeded" | "Failed" | "Cancelled" | "Other";
  StartTime: string | null;
  EndTime: string | null;
  Message: string | null;
}>;

export type JobError = Readonly<{
  ProviderErrorDetails: Readonly<{ ErrorCode: number; ErrorId: string; ErrorMessage: string }>;
  ServiceErrorDetails: Readonly<{ Code: string; Message: string; PossibleCauses: string; RecommendedAction: string }>;
  TaskId: string | null;
}>;

export type BatchCounts = Readonly<{
  Total: number;
  Waiting: number;
  Running: number;
  Succeeded: number;
  Failed: number;
  Suspended: number;
  Cancelled: number;
  Skipped: number;
  MaxConcurrency: number;
  MaxFailures: string | null;
  PlanId: string | null;
  NotBefore: string | null;
  NotAfter: string | null;
}>;

export type Job = Readonly<{
  Name: string;
  JobType: string;
  DisplayName: string;
  State: JobState;
  StateDescription: string;
  StartTime: string | null;
  EndTime: string | null;
  TargetObjectId: string;
  TargetObjectName: string;
  AllowedActions: readonly string[];
  Tasks: readonly Task[];
  Errors: readonly JobError[];
  FleetDetails: Readonly<{
    Message: string | null;
    VersionBefore: string | null;
    VersionAfter: string | null;
    TargetVersion: string | null;
    RebootRequired: Reboot | null;
    Warnings: readonly string[];
    StartedBy: string | null;
    CreatedTime: string;
    CancelRequested: boolean;
    ParentJob: string | null;
    RestartOf: string | null;
    Batch: BatchCounts | null;
  }>;
}>;

export type JobLog = Readonly<{ Offset: number; NextOffset: number; SizeBytes: number; IsComplete: boolean; Text: string }>;

export type PlannedMachine = Readonly<{
  FriendlyName: string;
  ID: string;
  InstalledVersion: string | null;
  TargetVersion: string | null;
  Path: readonly string[];
  Reboot: Reboot;
  AvailabilityGroup: string | null;
  Warnings: readonly string[];
  BlockedBy: readonly Blocker[];
}>;

export type Plan = Readonly<{
  PlanId: string;
  CreatedTime: string;
  ExpiresTime: string;
  Total: number;
  ToDo: number;
  NothingToDo: number;
  Blocked: number;
  BlockedBy: readonly Readonly<{ Code: string; Machines: number }>[];
  MaxConcurrency: number;
  MaxFailures: string | null;
  AvailabilityGroups: readonly Readonly<{ Name: string; Machines: readonly string[] }>[];
  Machines: readonly PlannedMachine[];
}>;

export type FleetEvent = Readonly<{
  Name: string;
  Description: string;
  EventCode: string;
  Severity: string;
  TimeOfOccurence: string;
  AffectedObjectFriendlyName: string | null;
  FabricId: string | null;
  JobId: string | null;
}>;

export type MachineDetails = Readonly<{
  FriendlyName: string;
  ProtectionState: string;
  ReplicationHealth: string;
  FleetDetails: Readonly<{
    Address: string;
    Port: number;
    AccountId: string | null;
    HostKeyType: string | null;
    HostKeySha256: string | null;
    HostKeyOrigin: string | null;
    OSName: string | null;
    OSTag: string | null;
    HostName: string | null;
    AgentConfigured: boolean | null;
    AgentServicesRunning: boolean | null;
    DriverVersionAtBoot: string | null;
    AgentCheckedAt: string | null;
    RegisteredWith: string | null;
    FreeRootMB: number | null;
    JumpHost: string | null;
    ProbedAt: string | null;
    Transport: "Ssh" | "WinRmHttps" | "WinRmHttp" | null;
    AntivirusProducts: readonly string[] | null;
    AntivirusExclusionsMissing: readonly string[] | null;
    AzureVMAgent: "Absent" | "Disabled" | "Stopped" | "Running" | null;
    FailedOverAt: string | null;
  }>;
}>;
