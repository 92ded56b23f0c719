import type { Clock } from "../core/clock.js";
import { hasCode } from "../core/errors.js";
import { uuidv7 } from "../core/ids.js";
import type { Versioned } from "../core/versioned.js";
import type { FleetEvent } from "../fleet/alerts/event.js";
import type { WatchedState } from "../fleet/machines/watched-state.js";
import type { EventStore, WatchStore } from "../fleet/ports.js";

/** An event before it is told; what is said of it belongs to the fabric of its finding. */
export type Told = Omit<FleetEvent, "name" | "time" | "fabric" | "job">;

/** How one thing is now. `told`: what is said when it was not so before; nothing, when it was always so or is not worth a word. */
export type Finding = Readonly<{ subject: string; state: string; told(before: string | undefined): Told | undefined }>;

export type TellDeps = Readonly<{ watch: WatchStore; events: Pick<EventStore, "add">; clock: Clock }>;

/**
 * Tells every state that is another one than was told last, once. The state is written with its event before the event is added, so that
 * a crash in between tells it again under the same name; of two who find the same at once, one tells. Gives the number of events.
 */
export async function tellStates(deps: TellDeps, fabric: string, findings: readonly Finding[]): Promise<number> {
  const known = new Map((await deps.watch.listStates(fabric)).map((state) => [state.value.subject.toLowerCase(), state]));
  let told = 0;
  for (const state of known.values()) if (state.value.untold) told += await tell(deps, state);
  for (const finding of findings) {
    const before = known.get(finding.subject.toLowerCase());
    const next = stateAfter(deps, fabric, finding, before?.value);
    const written = next && (await write(deps.watch, next, before?.etag));
    if (written) told += await tell(deps, written);
  }
  return told;
}

function stateAfter({ clock }: TellDeps, fabric: string, { subject, state, told }: Finding, before?: WatchedState): WatchedState | undefined {
  if (before?.state === state) return undefined;
  const now = clock.now();
  const time = now.toISOString();
  const event = told(before?.state);
  if (!event && !before) return undefined; // it is as it should be, and always was
  return { fabric, subject, state, since: time, ...(event && { untold: { ...event, name: uuidv7(now), fabric, time } }) };
}

/** Undefined when somebody else was first. */
async function write(watch: WatchStore, state: WatchedState, etag: string | undefined): Promise<Versioned<WatchedState> | undefined> {
  try {
    return await (etag === undefined ? watch.create(state) : watch.replace(state, etag));
  } catch (error) {
    if (hasCode(error, "Conflict")) return undefined;
    throw error;
  }
}

async function tell({ watch, events }: TellDeps, { value, etag }: Versioned<WatchedState>): Promise<number> {
  const { untold, ...state } = value;
  if (!untold) return 0;
  await events.add(untold);
  await write(watch, state, etag);
  return 1;
}
