import type { z } from "zod";
import { KernelList } from "../agents/kernels/kernel-list.js";
import { AuditCall } from "../audit/call.js";
import { Seal } from "../audit/seal.js";
import { AccessKey } from "../fleet/accounts/access-key.js";
import { RunAsAccount } from "../fleet/accounts/account.js";
import { Alert, AlertSetting } from "../fleet/alerts/alert.js";
import { FleetEvent } from "../fleet/alerts/event.js";
import { Fabric, ProtectionContainer } from "../fleet/fabrics/fabric.js";
import { Installer } from "../fleet/installers/installer.js";
import { RunTimes } from "../fleet/installers/run-times.js";
import { VersionHold } from "../fleet/installers/version-hold.js";
import { AvailabilityGroup } from "../fleet/machines/availability-group.js";
import { ProbeRound } from "../fleet/machines/probe-round.js";
import { StoredMachine } from "../fleet/machines/staged-machine.js";
import { WatchedState } from "../fleet/machines/watched-state.js";
import { SecretDoubt } from "../fleet/secrets/secret-doubt.js";
import { BatchMember } from "../jobs/batch/batch-member.js";
import { Job } from "../jobs/job.js";
import type { TableName } from "./clients.js";
import { MachineIndex } from "./machines/machine-rows.js";
import type { Key } from "./rows/entity.js";
import { Sealed } from "./secrets/seal.js";
import { DOUBTS } from "./secrets/secret-doubt-table.js";

/** How the rows of each table look, by their keys; undefined for rows that hold nothing but a key. */
export const STORED_KINDS: Readonly<Record<TableName, (key: Key) => z.ZodType | undefined>> = {
  fabrics: ({ partitionKey }) => (partitionKey === "fabrics" ? Fabric : ProtectionContainer),
  machines: ({ rowKey }) => (rowKey.startsWith("m:") ? StoredMachine : MachineIndex),
  accounts: () => RunAsAccount,
  installers: ({ partitionKey }) => KINDS_OF_THE_CATALOGUE[partitionKey],
  jobs: () => Job,
  jobIndex: () => undefined,
  events: () => FleetEvent,
  keys: () => AccessKey,
  secrets: ({ partitionKey }) => (partitionKey === DOUBTS ? SecretDoubt : Sealed),
  batches: ({ rowKey }) => (rowKey.startsWith("known:") ? undefined : BatchMember),
  groups: () => AvailabilityGroup,
  watch: ({ partitionKey }) => (partitionKey === "round" ? ProbeRound : WatchedState),
  calls: () => AuditCall,
  seals: () => Seal,
  alerts: ({ partitionKey }) => (partitionKey === "outbox" ? Alert : AlertSetting),
};

const KINDS_OF_THE_CATALOGUE: Readonly<Record<string, z.ZodType>> = {
  installers: Installer,
  holds: VersionHold,
  kernels: KernelList,
  "run-times": RunTimes,
};
