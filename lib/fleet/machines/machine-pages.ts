import type { MachineStore } from "../ports.js";
import type { Machine } from "./machine.js";

const MOST_A_PAGE = 1000;

/** `after`: the name behind which to begin. */
type Where = Readonly<{ fabric: string; container: string; protectedOnly?: boolean; size?: number; after?: string }>;

/** All machines of a container, page after page, so that thousands need not be in memory at once. */
export async function* machinePages(
  machines: Pick<MachineStore, "list">,
  { fabric, container, protectedOnly = false, size = MOST_A_PAGE, after: from }: Where,
): AsyncGenerator<readonly Machine[]> {
  for (let after = from; ; ) {
    const page = await machines.list(fabric, container, { size: Math.min(size, MOST_A_PAGE), protectedOnly, ...(after !== undefined && { after }) });
    yield page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}
