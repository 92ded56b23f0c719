import type { Clock } from "../../core/clock.js";
import type { MarkStore, Marks } from "../../fleet/ports.js";

/** Marks as this instance has read them, shared by all who ask. */
export type KeptMarks = Readonly<{ now(): Promise<Marks> }>;

const KINDS = ["fabrics", "accounts", "installers"] as const satisfies readonly (keyof Marks)[];
const FRESH_MS = 10_000;

/** Reads at most one mark at a time, that which was read longest ago, so that a look costs one question of storage; all of them only at the first look. */
export function keepMarks(store: MarkStore, clock: Clock): KeptMarks {
  const read = new Map<keyof Marks, Readonly<{ mark: Promise<string>; at: number }>>();
  const ask = (kind: keyof Marks) => {
    const asked = { mark: store.read(kind), at: clock.now().getTime() };
    read.set(kind, asked);
    asked.mark.catch(() => read.get(kind) === asked && read.delete(kind));
  };
  const readAt = (kind: keyof Marks) => read.get(kind)?.at ?? 0;
  const markOf = async (kind: keyof Marks) => (await read.get(kind)?.mark) ?? "";
  return {
    async now() {
      for (const kind of KINDS) if (!read.has(kind)) ask(kind);
      const [oldest] = KINDS.toSorted((a, b) => readAt(a) - readAt(b));
      if (oldest && clock.now().getTime() - readAt(oldest) > FRESH_MS) ask(oldest);
      const [fabrics, accounts, installers] = await Promise.all([markOf("fabrics"), markOf("accounts"), markOf("installers")]);
      return { fabrics, accounts, installers };
    },
  };
}
