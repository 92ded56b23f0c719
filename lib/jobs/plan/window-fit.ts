import type { WindowFit } from "./fleet-plan.js";

/** One machine that has work. Without `seconds` nobody knows how long that takes. */
export type Lasting = Readonly<{ seconds?: number | undefined; group?: string | undefined }>;

export type Opening = Readonly<{ maxConcurrency: number; windowSeconds: number }>;

/**
 * What becomes of each machine in a window of so many seconds, when they are begun in this order. Played twice: as if what is not known took no time, and as
 * if it never ended; where the two disagree, nobody knows.
 */
export function windowFits(machines: readonly Lasting[], opening: Opening): readonly WindowFit[] {
  const soonest = beginnings(machines, { ...opening, unknown: 0 });
  const latest = beginnings(machines, { ...opening, unknown: Number.POSITIVE_INFINITY });
  return machines.map(({ seconds }, i) => {
    const [soon = 0, late = 0] = [soonest[i], latest[i]];
    if (soon > opening.windowSeconds) return "No";
    if (late > opening.windowSeconds || seconds === undefined) return "Unknown";
    if (late + seconds <= opening.windowSeconds) return "Yes";
    return soon + seconds > opening.windowSeconds ? "Overruns" : "Unknown";
  });
}

type Play = Opening & Readonly<{ unknown: number }>;

/** When each is begun, in seconds from the opening; endless for those that are not begun in the window. */
function beginnings(machines: readonly Lasting[], { maxConcurrency, windowSeconds, unknown }: Play): readonly number[] {
  const begun = machines.map(() => Number.POSITIVE_INFINITY);
  const running: { ends: number; group: string | undefined }[] = [];
  const busy = new Set<string>();
  const held = new Map<string, number[]>(); // of groups at work: those that wait for them
  const ready: number[] = []; // their group has become free: they come first
  let next = 0;
  for (let now = 0; now <= windowSeconds; ) {
    while (running.length < maxConcurrency && (ready.length > 0 || next < machines.length)) {
      const i = ready.shift() ?? next++;
      const { seconds = unknown, group } = machines[i] ?? {};
      if (group !== undefined && busy.has(group)) hold(held, group, i);
      else {
        begun[i] = now;
        running.push({ ends: now + seconds, group });
        if (group !== undefined) busy.add(group);
      }
    }
    const first = running.reduce<(typeof running)[number] | undefined>((a, b) => (a && a.ends <= b.ends ? a : b), undefined);
    if (!first) return begun;
    running.splice(running.indexOf(first), 1);
    now = first.ends;
    if (first.group === undefined) continue;
    busy.delete(first.group);
    const waiting = held.get(first.group)?.shift();
    if (waiting !== undefined) ready.push(waiting);
  }
  return begun;
}

function hold(held: Map<string, number[]>, group: string, i: number): void {
  const waiting = held.get(group) ?? [];
  waiting.push(i);
  held.set(group, waiting);
}
