import { hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { Machine } from "../fleet/machines/machine.js";
import type { EventStore, MachineStore } from "../fleet/ports.js";

type Deps = Readonly<{ machines: MachineStore; events: Pick<EventStore, "add"> }>;

/** Writes the row together with what is to be told, then tells it. Does nothing when somebody else wrote the row since. */
export async function recordLook(deps: Deps, { value, etag }: Versioned<Machine>): Promise<void> {
  const written = await deps.machines.replace(value, etag).catch((error: unknown) => {
    if (hasCode(error, "Conflict")) return undefined;
    throw error;
  });
  if (written) await tellUntold(deps, written);
}

/** Tells what a row has still to tell; gives the row without it. Events have their names in the row, so that one told twice is one. */
export async function tellUntold({ machines, events }: Deps, found: Versioned<Machine>): Promise<Versioned<Machine>> {
  const { watch } = found.value;
  if (!watch || watch.untold.length === 0) return found;
  for (const event of watch.untold) await events.add(event);
  const told = new Set(watch.untold.map(({ name }) => name));
  for (let now: Versioned<Machine> | undefined = found; now; now = await machines.find(found.value)) {
    const { watch: latest } = now.value;
    if (!latest) return now;
    try {
      const untold = latest.untold.filter(({ name }) => !told.has(name));
      return await machines.replace({ ...now.value, watch: { ...latest, untold } }, now.etag);
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error;
    }
  }
  return found; // the machine is gone
}
