import type { TableClient } from "@azure/data-tables";
import { Fabric, ProtectionContainer } from "../../fleet/fabrics/fabric.js";
import type { FabricStore } from "../../fleet/ports.js";
import { encodeKey } from "../rows/keys.js";
import { rows } from "../rows/rows.js";

const FABRICS = "fabrics";

/** All fabrics in one partition; the containers of each fabric in one of their own. */
export function fabricTable(table: TableClient): FabricStore {
  const fabrics = rows<Fabric>(table, { schema: Fabric, nameOf: ({ name }) => `Fabric "${name}"`, keyOf: ({ name }) => fabricKey(name) });
  const containers = rows<ProtectionContainer>(table, {
    schema: ProtectionContainer,
    nameOf: ({ name }) => `Protection container "${name}"`,
    keyOf: ({ fabric, name }) => containerKey(fabric, name),
  });
  return {
    find: (name) => fabrics.find(fabricKey(name)),
    list: () => fabrics.query(`PartitionKey eq '${FABRICS}'`),
    create: (fabric) => fabrics.create(fabric),
    replace: (fabric, etag) => fabrics.replace(fabric, etag),
    findContainer: async (fabric, name) => (await containers.find(containerKey(fabric, name)))?.value,
    listContainers: (fabric) => containers.query(`PartitionKey eq '${containersOf(fabric)}'`),
    createContainer: async (container) => void (await containers.create(container)),
    removeContainer: ({ fabric, name }) => containers.remove(containerKey(fabric, name)),
    remove: ({ name }, etag) => fabrics.remove(fabricKey(name), etag),
  };
}

const fabricKey = (name: string) => ({ partitionKey: FABRICS, rowKey: encodeKey(name) });

const containerKey = (fabric: string, name: string) => ({ partitionKey: containersOf(fabric), rowKey: encodeKey(name) });

const containersOf = (fabric: string) => `containers|${encodeKey(fabric)}`;
