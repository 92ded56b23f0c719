import { hasCode } from "../../core/errors.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Fabric, ServerSeen } from "../../fleet/fabrics/fabric.js";
import type { FabricToRecord, InventoryLine } from "../../fleet/machines/inventory.js";
import type { FleetWork } from "../engine/step.js";

const MOST_TRIES = 8;

/** Creates or changes the fabric by one write; what an administrator gave it stays. */
export const recordFabric = ({ fabrics }: FleetWork, toRecord: FabricToRecord): Promise<void> =>
  untilUndisturbed(async () => {
    const found = await fabrics.find(toRecord.name);
    if (found) await fabrics.replace(fabricAfter(found.value, toRecord), found.etag);
    else await fabrics.create(fabricAfter(undefined, toRecord));
  });

/** Of a fabric that is kept by hand. */
export const recordSeen = ({ fabrics }: FleetWork, name: string, serverSeen: ServerSeen): Promise<void> =>
  untilUndisturbed(async () => {
    const found = await fabrics.find(name);
    if (found) await fabrics.replace({ ...found.value, serverSeen }, found.etag);
  });

/** Versions and heartbeats are the vault's to tell; the address that machines register with is the administrator's. */
function fabricAfter(before: Fabric | undefined, { name, vaultName, place, readTime, told }: FabricToRecord): Fabric {
  const { friendlyName, generation, serverAddress, serverVersion, server, processServers, masterTargets, applianceParts, providers } = told;
  const version = serverVersion ?? before?.serverVersion;
  const address = before?.serverAddress ?? serverAddress;
  return {
    ...(before ?? { name, friendlyName, generation, serverPort: 443, jumpHosts: [] }),
    ...(address !== undefined && { serverAddress: address }),
    ...(version !== undefined && { serverVersion: version }),
    processServers: processServers.length > 0 ? processServers : (before?.processServers ?? []),
    masterTargets: masterTargets.length > 0 ? masterTargets : (before?.masterTargets ?? []),
    vault: { ...server, vaultName, fabric: told.name, readTime, applianceParts, providers, ...(place && { place }) },
  };
}

export async function recordContainers({ fabrics }: FleetWork, { name: fabric, containers, told }: FabricToRecord): Promise<void> {
  for (const [i, name] of containers.entries()) {
    if (await fabrics.findContainer(fabric, name)) continue;
    const friendlyName = told.containers[i]?.friendlyName ?? name;
    await fabrics.createContainer({ fabric, name, friendlyName }).catch(unlessThere);
  }
}

/** By name only: New-AsrRunAsAccount of the same name takes the row up and gives it a credential; until then nobody logs in with it. */
export async function recordAccounts({ accounts }: FleetWork, { name: fabric, told }: FabricToRecord): Promise<void> {
  const known = await accounts.list(fabric);
  for (const { id, name } of told.accounts) {
    const isThere = known.some((one) => one.id.toLowerCase() === id.toLowerCase() || one.name.toLowerCase() === name.toLowerCase());
    if (!isThere) await accounts.create(withoutCredential(fabric, id, name)).catch(unlessThere);
  }
}

const withoutCredential = (fabric: string, id: string, name: string): RunAsAccount => ({
  ...{ fabric, id, name, userName: name, hasPassword: false, hasPrivateKey: false, isDomainAccount: false },
  ...{ credentialVersion: 1, provedVersion: 0, refusedBy: [], refusedInARow: 0, stopped: true },
});

export const recordItem = ({ machines }: FleetWork, { fabric, container, friendlyName, protectedItem }: InventoryLine): Promise<void> =>
  untilUndisturbed(async () => {
    const found = await machines.findByFriendlyName(fabric, container, friendlyName);
    if (found && protectedItem !== undefined && found.value.protectedItem === undefined)
      await machines.replace({ ...found.value, protectedItem }, found.etag);
  });

/** Somebody else may write the row at the same moment. */
async function untilUndisturbed(write: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!hasCode(error, "Conflict") || tries === MOST_TRIES) throw error;
    }
  }
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, "Conflict")) throw error;
}
