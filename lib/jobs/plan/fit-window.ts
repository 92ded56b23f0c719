import { onceEach } from "../../core/once.js";
import { expectedSeconds, type RunOf } from "../../fleet/installers/run-times.js";
import type { InstallerStore } from "../../fleet/ports.js";
import { groupKey, machineKey } from "../batch/member-of.js";
import type { BatchInput } from "../job-input.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import type { PlannedMachine } from "./fleet-plan.js";
import { hasWork } from "./plan-machine.js";
import { windowFits } from "./window-fit.js";

type Given = Readonly<{ batch: BatchInput; machines: readonly PlannedMachine[]; osTags: ReadonlyMap<string, string>; now: Date }>;

/** The machines with what becomes of them in the window of the batch, by how long their installers took before; as they are where it has no end. */
export async function fitWindow(
  installers: Pick<InstallerStore, "runTimes">,
  { batch, machines, osTags, now }: Given,
): Promise<readonly PlannedMachine[]> {
  const { notBefore, notAfter, maxConcurrency } = batch;
  if (notAfter === undefined) return machines;
  const opens = Math.max(now.getTime(), Date.parse(notBefore ?? now.toISOString()));
  const secondsOf = lasting(installers, batch);
  const toDo = machines.filter((machine) => hasWork(batch, machine));
  const seconds = await Promise.all(toDo.map((machine) => secondsOf(machine, osTags.get(machineKey(machine)))));
  const fits = windowFits(
    toDo.map((machine, i) => ({ seconds: seconds[i], group: groupKey(machine) })),
    { maxConcurrency, windowSeconds: (Date.parse(notAfter) - opens) / 1000 },
  );
  const windows = new Map(
    toDo.map((machine, i) => [machine, { fits: fits[i] ?? "Unknown", ...(seconds[i] !== undefined && { seconds: seconds[i] }) }]),
  );
  return machines.map((machine) => {
    const window = windows.get(machine);
    return window ? { ...machine, window } : machine;
  });
}

/** How long all runs of a machine take together; undefined where one of them was never seen, or its system is not known. */
function lasting({ runTimes }: Pick<InstallerStore, "runTimes">, { recipe }: BatchInput) {
  const { run, movesAgent } = RECIPE_FACTS[recipe];
  const times = onceEach(async (key: string) => expectedSeconds(await runTimes(JSON.parse(key) as RunOf))); // the key was made of one, below
  return async ({ path }: PlannedMachine, osTag: string | undefined): Promise<number | undefined> => {
    if (run === false || osTag === undefined) return undefined;
    const runs: readonly RunOf[] = movesAgent ? path.map((version) => ({ what: run, osTag, version })) : [{ what: run, osTag }];
    const each = await Promise.all(runs.map((one) => times(JSON.stringify(one))));
    return each.reduce<number | undefined>((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
  };
}
