import { componentsRefusal } from "../../fleet/fabrics/components.js";
import { RECIPE_FACTS } from "../../jobs/recipe-facts.js";
import type { RecipeName } from "../../jobs/recipe-name.js";
import type { FleetContext } from "../cmdlet/context.js";

/**
 * Refuses at the call what its jobs would refuse as well: while a server of one of these fabrics is older than the target or silent.
 * Throws ComponentsOutdated or ProcessServerSilent with the order of updates. The jobs look again, because fabrics change.
 */
export async function checkComponents(
  { fabrics, clock }: Pick<FleetContext, "fabrics" | "clock">,
  recipe: RecipeName,
  asked: Readonly<{ fabrics: readonly string[]; targetVersion?: string | undefined }>,
): Promise<void> {
  if (!RECIPE_FACTS[recipe].movesAgent) return;
  for (const name of new Set(asked.fabrics)) {
    const fabric = await fabrics.find(name);
    const refusal = fabric && componentsRefusal(fabric.value, asked.targetVersion, clock.now());
    if (refusal) throw refusal;
  }
}
