/** Which rows of a long list are drawn: those in sight and some on both sides. */
export type Window = Readonly<{ first: number; end: number; above: number; below: number }>;

const SPARE = 8;

/** The part of `count` rows of the same height that is drawn. */
export function windowOf({ count, rowHeight, top, height }: Readonly<{ count: number; rowHeight: number; top: number; height: number }>): Window {
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - SPARE, count));
  const end = Math.min(count, Math.max(first, Math.ceil((top + height) / rowHeight) + SPARE));
  return { first, end, above: first * rowHeight, below: (count - end) * rowHeight };
}
