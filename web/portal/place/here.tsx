import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { addressOf, type Place, placeOf } from "./place.js";

const address = signal(location.pathname + location.search);

/** Where the reader is; the address bar says the same. */
export const here = computed<Place>(() => placeOf(new URL(address.value, location.origin)));

/** Goes to a place; with `replace` the way back does not lead to the place before. */
export function go(place: Place, { replace = false } = {}): void {
  const next = addressOf(place);
  if (next === address.value) return;
  history[replace ? "replaceState" : "pushState"](null, "", next);
  address.value = next;
  if (!replace) scrollTo(0, 0);
}

/** The same place with another part of its query; an empty text takes it out. */
export const goWith = (query: Readonly<Record<string, string>>): void =>
  go({ words: here.value.words, query: { ...here.value.query, ...query } }, { replace: true });

addEventListener("popstate", () => {
  address.value = location.pathname + location.search;
});

type LinkProps = Readonly<{
  words: readonly string[];
  query?: Readonly<Record<string, string>>;
  class?: string;
  current?: boolean;
  children: ComponentChildren;
}>;

/** A link to a place of this page: a real one, which opens in another tab, too. */
export function Link({ words, query = {}, current = false, children, ...rest }: LinkProps) {
  const place = { words, query };
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(place);
  };
  return (
    <a {...rest} href={addressOf(place)} onClick={follow} {...(current && { "aria-current": "page" as const })}>
      {children}
    </a>
  );
}
