import { effect, signal } from "@preact/signals";
import { session } from "../session/key.js";

/** The machines that are ticked under Agent update, by the ID of their item. A refresh of the list never changes it. */
export const ticked = signal<ReadonlySet<string>>(new Set());
/** Instead of single machines: all that match the filter, which is sent as it stands. */
export const allMatching = signal(false);

/** How the batch is to go. */
export type Rules = Readonly<{ atOnce: string; failures: string; restart: boolean }>;
export const NO_RULES: Rules = { atOnce: "20", failures: "", restart: false };
export const rules = signal<Rules>(NO_RULES);

export function tick(id: string, on: boolean): void {
  const next = new Set(ticked.value);
  if (on) next.add(id);
  else next.delete(id);
  ticked.value = next;
}

export function clearSelection(): void {
  ticked.value = new Set();
  allMatching.value = false;
  rules.value = NO_RULES;
}

effect(() => {
  if (!session.value) clearSelection();
});
