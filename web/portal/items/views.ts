import { signal } from "@preact/signals";

/** A list as somebody wants to see it again: what is looked for, in which order, with which columns. */
export type View = Readonly<{ name: string; q: string; sort: string; columns: string }>;

const KEPT_AS = "mobility-fleet-views";
const MOST = 50;

/** The views of this browser, by their names; they hold no secret, and another browser gets one by its address. */
export const views = signal<readonly View[]>(readViews(kept()));

/** Keeps a view under its name, in the place of one that was called so. */
export function keepView(view: View): void {
  write([...views.value.filter(({ name }) => name !== view.name), view].toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, MOST));
}

export const dropView = (name: string): void => write(views.value.filter((view) => view.name !== name));

function write(next: readonly View[]): void {
  views.value = next;
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(next));
  } catch {
    // a browser that keeps nothing: the views last as long as the page
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** Views as they were kept; what is none is left out. */
export function readViews(text: string | null): readonly View[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept)
      ? kept.flatMap((one) => (isView(one) ? [{ name: one.name, q: one.q, sort: one.sort, columns: one.columns }] : []))
      : [];
  } catch {
    return [];
  }
}

const isView = (one: unknown): one is View =>
  typeof one === "object" && one !== null && ["name", "q", "sort", "columns"].every((part) => typeof Reflect.get(one, part) === "string");
