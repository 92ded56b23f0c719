import type { Fabric, ProtectionContainer } from "../../../lib/fleet/fabrics/fabric.js";
import type { FabricStore } from "../../../lib/fleet/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";

/** Fabrics and containers in memory. */
export function memoryFabrics(): FabricStore {
  const fabrics = memoryRows<Fabric>(({ name }) => lowerKey(name));
  const containers = memoryRows<ProtectionContainer>(({ fabric, name }) => lowerKey(fabric, name));
  return {
    find: (name) => fabrics.find(lowerKey(name)),
    list: async () => fabrics.all(),
    create: fabrics.create,
    replace: fabrics.replace,
    findContainer: async (fabric, name) => (await containers.find(lowerKey(fabric, name)))?.value,
    listContainers: async (fabric) => containers.all().filter((container) => lowerKey(container.fabric) === lowerKey(fabric)),
    createContainer: async (container) => void (await containers.create(container)),
    removeContainer: async ({ fabric, name }) => containers.remove(lowerKey(fabric, name)),
    remove: async ({ name }, etag) => fabrics.removeWritten(lowerKey(name), etag),
  };
}
