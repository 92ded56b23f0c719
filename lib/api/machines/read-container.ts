import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";

const PAGE = 1000;
/** One page costs about as much time as so many machines that are asked for one by one, sixteen at once. */
const WORTH_A_PAGE = 100;

type Wanted = Readonly<{
  /** The names are those of replication protected items, else of the machines; in lower case. */
  protectedOnly: boolean;
  names: readonly string[];
}>;

/** Those of the wanted machines that a few pages of their container hold, by their names; no page is read for a few machines. */
export async function readContainer(
  { machines }: Pick<FleetContext, "machines">,
  { fabric, container }: Place,
  { protectedOnly, names }: Wanted,
): Promise<ReadonlyMap<string, Machine>> {
  const left = new Set(names);
  const found = new Map<string, Machine>();
  let after: string | undefined;
  for (let pages = Math.floor(left.size / WORTH_A_PAGE); pages > 0 && left.size > 0; pages -= 1) {
    const page = await machines.list(fabric.name, container.name, { size: PAGE, protectedOnly, ...(after !== undefined && { after }) });
    for (const machine of page.items) {
      const name = (protectedOnly ? (machine.protectedItem ?? "") : machine.name).toLowerCase();
      if (left.delete(name)) found.set(name, machine);
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  return found;
}
