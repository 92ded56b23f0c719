import { allPages } from "../../core/all-pages.js";
import type { MachineStore } from "../ports.js";
import type { Machine } from "./machine.js";

const MOST_A_PAGE = 1000;

/** `after`: the name behind which to begin. */
type Where = Readonly<{ fabric: string; container: string; protectedOnly?: boolean; size?: number; after?: string }>;

/** All machines of a container, page after page, so that thousands need not be in memory at once. */
export function machinePages(
  machines: Pick<MachineStore, "list">,
  { fabric, container, protectedOnly = false, size = MOST_A_PAGE, after }: Where,
): AsyncGenerator<readonly Machine[]> {
  return allPages((page) => machines.list(fabric, container, { ...page, protectedOnly }), { size: Math.min(size, MOST_A_PAGE), after });
}
