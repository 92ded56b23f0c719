import type { Readable } from "node:stream";
import type { KernelList } from "../agents/kernels/kernel-list.js";
import type { LentChunks } from "../core/lent-chunks.js";
import type { Secret } from "../core/secret.js";
import type { Page, PageRequest, Versioned } from "../core/versioned.js";
import type { AccessKey } from "./accounts/access-key.js";
import type { RunAsAccount } from "./accounts/account.js";
import type { Alert, AlertChannelName, AlertSetting } from "./alerts/alert.js";
import type { FleetEvent } from "./alerts/event.js";
import type { Fabric, ProtectionContainer } from "./fabrics/fabric.js";
import type { Installer } from "./installers/installer.js";
import type { RunOf, RunTimes } from "./installers/run-times.js";
import type { VersionHold } from "./installers/version-hold.js";
import type { AvailabilityGroup } from "./machines/availability-group.js";
import type { ImportOutcome, InventoryImport } from "./machines/inventory.js";
import type { Machine, MachineRef } from "./machines/machine.js";
import type { ProbeRound } from "./machines/probe-round.js";
import type { Staged } from "./machines/staged-machine.js";
import type { WatchedState } from "./machines/watched-state.js";
import type { SecretDoubt } from "./secrets/secret-doubt.js";

/*
 * What the fleet needs from storage. Names compare without regard to case. In every store:
 * `find…` gives undefined for what is not there; `create` throws Conflict when it exists already;
 * `replace` throws Conflict (retryable) when somebody wrote since `etag`, and drops properties that are absent from the value.
 */

export interface FabricStore {
  find(name: string): Promise<Versioned<Fabric> | undefined>;
  list(): Promise<readonly Fabric[]>;
  create(fabric: Fabric): Promise<Versioned<Fabric>>;
  replace(fabric: Fabric, etag: string): Promise<Versioned<Fabric>>;
  findContainer(fabric: string, name: string): Promise<ProtectionContainer | undefined>;
  listContainers(fabric: string): Promise<readonly ProtectionContainer[]>;
  createContainer(container: ProtectionContainer): Promise<void>;
  removeContainer(container: ProtectionContainer): Promise<void>;
  /** Conflict (retryable) when somebody wrote since `etag`. Leaves what lies below it. */
  remove(fabric: Fabric, etag: string): Promise<void>;
}

/** How an import of the inventory gets into machines' rows without being seen before it is committed. */
export interface MachineStaging {
  /** Ends what other imports have begun: what is visible becomes the rows' own; every other one is abandoned, and its part taken away. */
  settleOthers(fabric: string, container: string, importId: string): Promise<void>;
  /** New machines, in few transactions. Safe to repeat. Conflict when a name was taken meanwhile. */
  stageNew(machines: readonly Machine[], staged: readonly Staged[]): Promise<void>;
  /** Safe to repeat. Conflict when the machine is gone, or another import that is under way has staged a change of it. */
  stageChange(machine: MachineRef, staged: Staged): Promise<void>;
  /** Makes committed values the rows' own, those of `size` machines at the most; gives the name after which to go on, or undefined at the end. */
  settle(fabric: string, container: string, importId: string, page: PageRequest): Promise<string | undefined>;
  /** Takes away what an abandoned import has staged. */
  withdraw(fabric: string, container: string, importId: string): Promise<void>;
}

/** Machines that were written since a time, the same ones perhaps again. */
export type ChangedMachines = Readonly<{
  /** As everybody sees them now. */
  machines: readonly Machine[];
  /** Some machine was removed since; which one is not on record. */
  someRemoved: boolean;
}>;

/**
 * Short texts, each of which becomes another one when anything of that kind is written, added or removed: what is said of a machine rests on them
 * beside its own row.
 */
export type Marks = Readonly<Record<"fabrics" | "accounts" | "installers", string>>;
export interface MarkStore {
  read<K extends keyof Marks>(kind: K): Promise<string>;
}

export interface MachineStore {
  find(ref: MachineRef): Promise<Versioned<Machine> | undefined>;
  /** Friendly names are unique within a container. */
  findByFriendlyName(fabric: string, container: string, friendlyName: string): Promise<Versioned<Machine> | undefined>;
  /** By the name of the replication protected item. */
  findByProtectedItem(fabric: string, container: string, protectedItem: string): Promise<Versioned<Machine> | undefined>;
  list(fabric: string, container: string, page: PageRequest & { protectedOnly?: boolean }): Promise<Page<Machine>>;
  /** Of all fabrics, in no order; undefined when there are more than `most`. One question, whatever the number of fabrics. */
  listChanged(since: Date, most: number): Promise<ChangedMachines | undefined>;
  /** Writes the machine and its indexes in one transaction; Conflict when the name or friendly name is taken. */
  create(machine: Machine): Promise<Versioned<Machine>>;
  /** May add or remove `protectedItem` (its index follows in the same transaction), not change `name` or `friendlyName`. */
  replace(machine: Machine, etag: string): Promise<Versioned<Machine>>;
  /** Removes the machine with its other names. Conflict (retryable) when somebody wrote since `etag`. */
  remove(machine: Machine, etag: string): Promise<void>;
}

/** What the watch remembers between two of its turns. */
export interface WatchStore {
  listStates(fabric: string): Promise<readonly Versioned<WatchedState>[]>;
  create(state: WatchedState): Promise<Versioned<WatchedState>>;
  replace(state: WatchedState, etag: string): Promise<Versioned<WatchedState>>;
  findRound(): Promise<ProbeRound | undefined>;
  putRound(round: ProbeRound): Promise<void>;
}

/** Machines that are to be looked at, each after its delay. */
export interface ProbeQueue {
  send(message: ProbeMessage, delaySeconds: number): Promise<void>;
}

/** `again`: the first look failed in a way that may pass. */
export type ProbeMessage = MachineRef & Readonly<{ again?: boolean }>;

/** The setting of alerts, and alerts that nobody has accepted yet. */
export interface AlertStore {
  findSetting(): Promise<AlertSetting>;
  putSetting(setting: AlertSetting): Promise<void>;
  /** Leaves one that is there already as it is. */
  add(alert: Alert): Promise<void>;
  /** Among the pending ones. */
  find(channel: AlertChannelName, event: string): Promise<Versioned<Alert> | undefined>;
  /** May change the state: the row moves in one transaction. Conflict (retryable) when somebody wrote since `etag`. */
  replace(before: Alert, after: Alert, etag: string): Promise<void>;
  remove(alert: Alert): Promise<void>;
  /** In the order of their names: by channel, oldest event first. */
  list(
    state: Alert["state"],
    query: Readonly<{ channel?: AlertChannelName }>,
    page: PageRequest,
  ): Promise<Page<Versioned<Alert> & Readonly<{ name: string }>>>;
}

/** Names the channel and the event; what is to be done stands in the alert's row. */
export type AlertMessage = Readonly<{ channel: AlertChannelName; event: string }>;

export interface AlertQueue {
  send(message: AlertMessage, delaySeconds: number): Promise<void>;
}

/** Which job may act on an availability group, over all batches and single jobs. Names compare without regard to case. */
export interface GroupStore {
  find(fabric: string, group: string): Promise<Versioned<AvailabilityGroup> | undefined>;
  create(group: AvailabilityGroup): Promise<Versioned<AvailabilityGroup>>;
  replace(group: AvailabilityGroup, etag: string): Promise<Versioned<AvailabilityGroup>>;
}

/** Imports of the inventory: the checked lines as they came, and what became of them. */
export interface ImportStore {
  /** The checked lines, kept until the import has ended. */
  put(inventory: InventoryImport): Promise<void>;
  find(id: string): Promise<InventoryImport | undefined>;
  /** Takes the lines away, not the outcome. */
  remove(id: string): Promise<void>;
  /** The one write that makes all staged lines visible, or keeps them from ever being so. The first word holds; it is given back. */
  decide(id: string, outcome: ImportOutcome): Promise<ImportOutcome>;
  /** Undefined while the import is under way. */
  outcome(id: string): Promise<ImportOutcome | undefined>;
}

export interface AccountStore {
  find(fabric: string, id: string): Promise<Versioned<RunAsAccount> | undefined>;
  list(fabric: string): Promise<readonly RunAsAccount[]>;
  create(account: RunAsAccount): Promise<Versioned<RunAsAccount>>;
  replace(account: RunAsAccount, etag: string): Promise<Versioned<RunAsAccount>>;
  /** Conflict (retryable) when somebody wrote since `etag`. */
  remove(account: RunAsAccount, etag: string): Promise<void>;
}

export interface InstallerStore {
  /** Newest version first, then newest build. */
  list(osTag?: string): Promise<readonly Installer[]>;
  findByFileName(fileName: string): Promise<Installer | undefined>;
  create(installer: Installer): Promise<void>;
  /** All versions on hold, in the order of their versions as text. */
  listHolds(): Promise<readonly VersionHold[]>;
  /** Takes the place of a hold of the same version and OS tag. */
  putHold(hold: VersionHold): Promise<void>;
  removeHold(version: string, osTag?: string): Promise<void>;
  /** Which kernels the versions support, of all systems or of one, in the order of systems and versions as text. */
  listKernels(osTag?: string): Promise<readonly KernelList[]>;
  /** Takes the place of a list of the same version and OS tag. */
  putKernels(list: KernelList): Promise<void>;
  /** None while such a run was never seen to end well. */
  runTimes(of: RunOf): Promise<RunTimes>;
  /** The last writer wins: a run that is lost to it is one of many. */
  putRunTimes(times: RunTimes): Promise<void>;
  removeKernels(list: Pick<KernelList, "version" | "osTag">): Promise<void>;
}

/** The bytes of installers, by digest. */
export interface InstallerContent {
  /** Bytes from `offset` (and at most `length`) of the installer with this digest. */
  open(sha256: string, offset: number, length?: number): Promise<Readable>;
  /** The bytes from `offset` on, for who sends them to many machines at once. `signal` ends a read that hangs. */
  lend(sha256: string, offset: number, signal: AbortSignal): LentChunks;
  /** A link that accepts one upload (PUT, block blob) of this file until `expiresAt`. */
  uploadLink(importId: string, fileName: string, expiresAt: Date): Promise<string>;
  /** A link that reads this one accepted file until `expiresAt`. */
  downloadLink(file: Readonly<{ sha256: string; fileName: string }>, expiresAt: Date): Promise<string>;
  /** What was uploaded by that link: its size, or undefined when nothing came yet. */
  findUpload(importId: string, fileName: string): Promise<{ sizeBytes: number } | undefined>;
  openUpload(importId: string, fileName: string): Promise<Readable>;
  /** Moves a checked upload to its place by digest. Safe to repeat. */
  accept(importId: string, fileName: string, sha256: string): Promise<void>;
  removeUpload(importId: string, fileName: string): Promise<void>;
}

export type EventQuery = Readonly<{ from?: Date; until?: Date }>;
export interface EventStore {
  add(event: FleetEvent): Promise<void>;
  find(name: string): Promise<FleetEvent | undefined>;
  /** Newest first. */
  list(query: EventQuery, page: PageRequest): Promise<Page<FleetEvent>>;
}

export interface AccessKeyStore {
  find(id: string): Promise<AccessKey | undefined>;
  list(): Promise<readonly AccessKey[]>;
  create(key: AccessKey): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Secrets by name (`[a-z0-9-]{1,127}`, unique in the installation): Azure Key Vault, or sealed rows. */
export interface SecretStore {
  find(name: string): Promise<Secret | undefined>;
  put(name: string, value: Secret): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Secrets whose row may not name them, from before a secret and its row are written or removed until somebody has looked. */
export interface SecretDoubts {
  /** Takes the place of an earlier doubt about the same secret. */
  note(doubt: SecretDoubt): Promise<void>;
  list(most: number): Promise<readonly Versioned<SecretDoubt>[]>;
  /** Conflict (retryable) when somebody noted it again since `etag`. */
  settle(doubt: SecretDoubt, etag: string): Promise<void>;
}
