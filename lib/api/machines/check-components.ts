import { componentsRefusal } from "../../fleet/fabrics/components.js";
import type { RecipeName } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";

/** Jobs that bring an agent to a version. */
const CLIMBS: ReadonlySet<RecipeName> = new Set(["update", "install", "protect"]);

/**
 * Refuses at the call what its jobs would refuse as well: while a server of one of these fabrics is older than the target or silent.
 * Throws ComponentsOutdated or ProcessServerSilent with the order of updates. The jobs look again, because fabrics change.
 */
export async function checkComponents(
  { fabrics }: Pick<FleetContext, "fabrics">,
  recipe: RecipeName,
  asked: Readonly<{ fabrics: readonly string[]; targetVersion?: string | undefined }>,
): Promise<void> {
  if (!CLIMBS.has(recipe)) return;
  for (const name of new Set(asked.fabrics)) {
    const fabric = await fabrics.find(name);
    const refusal = fabric && componentsRefusal(fabric.value, asked.targetVersion);
    if (refusal) throw refusal;
  }
}
