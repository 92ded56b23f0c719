import { z } from "zod";
import { MachineErrorName } from "../../agents/errors/machine-errors.js";
import { OsType } from "../../agents/platform-of.js";
import { FleetEvent } from "../alerts/event.js";
import { VaultFacts } from "../vault/vault-facts.js";
import { MachineType } from "./machine-type.js";
import { TransportKind, Way } from "./way.js";

/** A pinned SSH host key, or the certificate of WinRM (`x509`). `sha256` is base64 without padding, as `ssh-keygen -l` prints it behind `SHA256:`. */
export const HostKey = z.object({
  type: z.string(),
  sha256: z.string(),
  /** registered: given by an administrator; approved: recorded or accepted at first contact. */
  origin: z.enum(["registered", "approved", "first-use"]),
  recordedAt: z.iso.datetime(),
});
export type HostKey = Readonly<z.infer<typeof HostKey>>;

/** What makes a machine itself, read at first contact and compared ever after. */
export const MachineIdentity = z.object({
  hostName: z.string(),
  biosId: z.string().optional(),
  machineId: z.string().optional(),
  /** Names that were expected of it, and in whose stead somebody accepted its own. */
  acceptedNames: z.array(z.string()).optional(),
});
export type MachineIdentity = Readonly<z.infer<typeof MachineIdentity>>;

/** Of the agent as it is installed, as its own files say it; `onAzure`: the hardware under it is Azure's. */
const AgentTraits = z.object({
  platform: z.string().optional(),
  role: z.string().optional(),
  csType: z.string().optional(),
  onAzure: z.boolean().optional(),
});

/** What was last seen of the Mobility service on a machine. */
export const AgentState = z.object({
  version: z.string().optional(),
  /** Version of the filter driver that was loaded at the last boot. */
  driverVersionAtBoot: z.string().optional(),
  bootId: z.string().optional(),
  traits: AgentTraits.optional(),
  configured: z.boolean(),
  servicesRunning: z.boolean(),
  rebootRequired: z.enum(["None", "Recommended", "Mandatory"]).default("None"),
  driverLoaded: z.boolean().optional(),
  /** The server that the agent reports to, where its configuration names one. */
  registeredWith: z.string().optional(),
  /** Free on the root file system. */
  freeRootMb: z.number().int().optional(),
  checkedAt: z.iso.datetime(),
});
export type AgentState = Readonly<z.infer<typeof AgentState>>;

/** What was last seen to be in the way of every installation on a machine, and what could not be found out. */
export const HostState = z.object({
  kernel: z.string().optional(),
  problems: z.array(z.object({ code: MachineErrorName, message: z.string(), recommendedAction: z.string() })),
  unknown: z.array(z.string()),
  checkedAt: z.iso.datetime(),
});
export type HostState = Readonly<z.infer<typeof HostState>>;

/** What was last seen of the virus scanners of a machine. `missing`: folders that one does not leave out; absent where none can be asked. */
export const AntivirusState = z.object({
  products: z.array(z.string()),
  missing: z.array(z.string()).optional(),
  added: z.array(z.string()).default([]),
});
export type AntivirusState = Readonly<z.infer<typeof AntivirusState>>;

/** That it runs in Azure now, as somebody said; what it was before, for a way back. */
export const Failover = z.object({ time: z.iso.datetime(), address: z.string(), biosId: z.string().optional() });
export type Failover = Readonly<z.infer<typeof Failover>>;

/** What the last probe found wrong, and told. */
export const MachineWatch = z.object({
  probedAt: z.iso.datetime(),
  /** Codes of the problems that were told and still last. */
  problems: z.array(z.string()).default([]),
  /** Told right after this was written; still here after a crash in between, and then told by the next probe. */
  untold: z.array(FleetEvent).default([]),
});
export type MachineWatch = Readonly<z.infer<typeof MachineWatch>>;

/** Which job may act on the machine, from its first contact to its end; `token` only grows, and the machine itself refuses an older one. */
export const Lease = z.object({ job: z.string(), token: z.number().int(), takenAt: z.iso.datetime() });
export type Lease = Readonly<z.infer<typeof Lease>>;

/** So many restarts of a machine are on record. */
export const MOST_RESTARTS = 10;

/** A VMware VM or physical server, found by `name` (a GUID) within its container; it becomes a replication protected item. */
export const Machine = z.object({
  fabric: z.string(),
  container: z.string(),
  name: z.string(),
  friendlyName: z.string().min(1),
  address: z.string().min(1),
  port: z.number().int().min(1).max(65535).default(22),
  osType: OsType,
  /** How it is reached, as an administrator set it; without it the ways are tried. */
  transport: TransportKind.optional(),
  /** The way that was found by trying, until it stops to answer. */
  foundWay: Way.optional(),
  /** Name of the replication protected item, present once replication was asked for. */
  protectedItem: z.string().optional(),
  /** Run-as account used when a call names none. */
  accountId: z.string().optional(),
  hostKey: HostKey.optional(),
  /** Allows SHA-1 key exchange and signatures: RHEL 6 (OpenSSH 5.3) needs it. */
  legacySsh: z.boolean().default(false),
  identity: MachineIdentity.optional(),
  machineType: MachineType.optional(),
  /** What the inventory says of the machine that is meant; what answers is compared with it from the first contact on. */
  expectedHostName: z.string().optional(),
  expectedBiosId: z.string().optional(),
  expectedMachineId: z.string().optional(),
  /** Free labels of the administrator, by name. */
  tags: z.record(z.string(), z.string()).default({}),
  /** Machines of one group (a cluster) are never changed at the same time; unique within the fabric. */
  availabilityGroup: z.string().optional(),
  /** Name of a jump host of the fabric; `none` for a direct way where the fabric has a default. */
  jumpHost: z.string().optional(),
  /** Jobs that changed the machine and failed, since the last that succeeded. */
  failuresInARow: z.number().int().min(0).default(0),
  /** Code of the error by which the last of them ended. */
  lastFailure: z.string().optional(),
  /** When it was first seen after each of its last restarts, the newest first. */
  restarts: z.array(z.iso.datetime()).max(MOST_RESTARTS).optional(),
  osTag: z.string().optional(),
  osName: z.string().optional(),
  /** Why its operating system is not supported, as it was last seen; it has no osTag then. */
  osProblem: z.string().optional(),
  agent: AgentState.optional(),
  host: HostState.optional(),
  antivirus: AntivirusState.optional(),
  /** The Azure VM agent. */
  vmAgent: z.enum(["Absent", "Disabled", "Stopped", "Running"]).optional(),
  failover: Failover.optional(),
  watch: MachineWatch.optional(),
  /** Present once an import read the machine's replication protected item from a vault. */
  vault: VaultFacts.optional(),
  /** The job that goes on once the machine was restarted. */
  waitingJob: z.string().optional(),
  lease: Lease.optional(),
  /** The highest lease token ever given out for this machine. */
  lastToken: z.number().int().default(0),
});
export type Machine = Readonly<z.infer<typeof Machine>>;

/** Where a machine lies; its fabric and container are part of every question about it. */
export type MachineRef = Readonly<{ fabric: string; container: string; name: string }>;
export const machineRef = ({ fabric, container, name }: MachineRef): MachineRef => ({ fabric, container, name });

/** As what Azure Site Recovery protects the machine: the vault knows how it was discovered; undefined where nobody has said. */
export const protectedAs = ({ machineType, vault }: Pick<Machine, "machineType" | "vault">): MachineType | undefined =>
  vault?.machineType ?? machineType;
