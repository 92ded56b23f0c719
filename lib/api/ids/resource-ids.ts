import type { MachineRef } from "../../fleet/machines/machine.js";
import type { VaultIds } from "../cmdlet/context.js";
import { armId } from "./arm-id.js";

export const fabricId = (vault: VaultIds, fabric: string): string => armId(vault, { replicationFabrics: fabric });

export const containerId = (vault: VaultIds, fabric: string, container: string): string =>
  armId(vault, { replicationFabrics: fabric, replicationProtectionContainers: container });

export const containerMappingId = (vault: VaultIds, fabric: string, container: string, mapping: string): string =>
  armId(vault, { replicationFabrics: fabric, replicationProtectionContainers: container, replicationProtectionContainerMappings: mapping });

export const protectableItemId = (vault: VaultIds, { fabric, container, name }: MachineRef): string =>
  armId(vault, { replicationFabrics: fabric, replicationProtectionContainers: container, replicationProtectableItems: name });

export const protectedItemId = (vault: VaultIds, { fabric, container }: Pick<MachineRef, "fabric" | "container">, protectedItem: string): string =>
  armId(vault, { replicationFabrics: fabric, replicationProtectionContainers: container, replicationProtectedItems: protectedItem });

export const jobId = (vault: VaultIds, job: string): string => armId(vault, { replicationJobs: job });

export const eventId = (vault: VaultIds, event: string): string => armId(vault, { replicationEvents: event });
