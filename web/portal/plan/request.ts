import type { Sent } from "../items/filter.js";
import type { Rules } from "./selection.js";

const MOST_LISTED = 1000;

export type Selected = Readonly<{ ids: readonly string[]; all: boolean; sent: Sent; rules: Rules }>;

/** What Update-ASRMobilityService is asked, or why it cannot be; undefined when nothing is selected. */
export function updateRequest({ ids, all, sent, rules }: Selected): Sent | undefined {
  const wrong = wrongRule(rules);
  if (wrong) return { refused: wrong };
  const common = {
    MaxConcurrency: Number(rules.atOnce),
    ...(rules.failures !== "" && { MaxFailures: rules.failures }),
    ...(rules.restart && { Restart: true }),
  };
  if (all) return "refused" in sent ? sent : { parameters: { ...sent.parameters, ...common } };
  if (ids.length === 0) return undefined;
  if (ids.length > MOST_LISTED)
    return { refused: `A list holds at most ${MOST_LISTED} machines, and ${ids.length} are ticked. Select all that match a filter instead.` };
  return { parameters: { ReplicationProtectedItem: ids, ...common } };
}

function wrongRule({ atOnce, failures }: Rules): string | undefined {
  if (!/^\d{1,4}$/.test(atOnce) || Number(atOnce) < 1 || Number(atOnce) > 1000) return "At the same time: expected a number from 1 to 1000.";
  if (failures !== "" && !/^(\d{1,7}|\d{1,2}(\.\d{1,3})?%|100%)$/.test(failures))
    return "Stop after failures: expected a number such as 5, or a part such as 10%.";
  return undefined;
}
