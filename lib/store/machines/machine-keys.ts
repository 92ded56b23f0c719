import type { MachineRef } from "../../fleet/machines/machine.js";
import type { Key } from "../rows/entity.js";
import { encodeKey, joinKey } from "../rows/keys.js";

/** The partition of a container, in which its machines and their indexes lie together. */
export const containerKey = (fabric: string, container: string): string => joinKey(fabric, container);

export const machineKey = ({ fabric, container, name }: MachineRef): Key => ({ partitionKey: containerKey(fabric, container), rowKey: rowOf(name) });

export const rowOf = (name: string): string => `m:${encodeKey(name)}`;

/** The one row of a container that is written whenever a machine is removed from it. */
export const REMOVED = "x:removed";

export const friendlyKey = (friendlyName: string): string => `f:${encodeKey(friendlyName)}`;

export const protectedKey = (protectedItem: string): string => `r:${encodeKey(protectedItem)}`;
