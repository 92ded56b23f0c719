import type { FabricStore } from "../../fleet/ports.js";
import type { Selection } from "../job-input.js";

/** All that fit, wherever they are. */
export type SelectsAll = Extract<Selection, { kind: "all" }>;

/** The containers in which machines are looked for: those of its fabrics in the order given, each fabric's by name. */
export async function placesOf(
  stores: Pick<FabricStore, "listContainers">,
  { fabric, otherFabrics = [], container }: Pick<SelectsAll, "fabric" | "otherFabrics" | "container">,
): Promise<readonly Readonly<{ fabric: string; container: string }>[]> {
  if (container !== undefined) return [{ fabric, container }];
  const fabrics = [fabric, ...otherFabrics];
  const containers = await Promise.all(fabrics.map(async (name) => (await stores.listContainers(name)).map((one) => one.name).sort()));
  return fabrics.flatMap((name, i) => (containers[i] ?? []).map((one) => ({ fabric: name, container: one })));
}
