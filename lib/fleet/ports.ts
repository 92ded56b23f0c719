import type { Readable } from "node:stream";
import type { Secret } from "../core/secret.js";
import type { Page, PageRequest, Versioned } from "../core/versioned.js";
import type { AccessKey } from "./access-key.js";
import type { RunAsAccount } from "./account.js";
import type { FleetEvent } from "./event.js";
import type { Fabric, ProtectionContainer } from "./fabric.js";
import type { Installer } from "./installer.js";
import type { Machine, MachineRef } from "./machine.js";

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
}

export interface MachineStore {
  find(ref: MachineRef): Promise<Versioned<Machine> | undefined>;
  /** Friendly names are unique within a container. */
  findByFriendlyName(fabric: string, container: string, friendlyName: string): Promise<Versioned<Machine> | undefined>;
  /** By the name of the replication protected item. */
  findByProtectedItem(fabric: string, container: string, protectedItem: string): Promise<Versioned<Machine> | undefined>;
  list(fabric: string, container: string, page: PageRequest & { protectedOnly?: boolean }): Promise<Page<Machine>>;
  /** Writes the machine and its indexes in one transaction; Conflict when the name or friendly name is taken. */
  create(machine: Machine): Promise<Versioned<Machine>>;
  /** May add or remove `protectedItem` (its index follows in the same transaction), not change `name` or `friendlyName`. */
  replace(machine: Machine, etag: string): Promise<Versioned<Machine>>;
}

export interface AccountStore {
  find(fabric: string, id: string): Promise<Versioned<RunAsAccount> | undefined>;
  list(fabric: string): Promise<readonly RunAsAccount[]>;
  create(account: RunAsAccount): Promise<Versioned<RunAsAccount>>;
  replace(account: RunAsAccount, etag: string): Promise<Versioned<RunAsAccount>>;
}

export interface InstallerStore {
  /** Newest version first, then newest build. */
  list(osTag?: string): Promise<readonly Installer[]>;
  findByFileName(fileName: string): Promise<Installer | undefined>;
  create(installer: Installer): Promise<void>;
}

/** The bytes of installers, by digest. */
export interface InstallerContent {
  /** Bytes from `offset` (and at most `length`) of the installer with this digest. */
  open(sha256: string, offset: number, length?: number): Promise<Readable>;
  /** A link that accepts one upload (PUT, block blob) of this file until `expiresAt`. */
  uploadLink(importId: string, fileName: string, expiresAt: Date): Promise<string>;
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
