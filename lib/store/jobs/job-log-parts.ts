/** A part of a log: where it begins, and how many bytes it has. */
export type LogPart = Readonly<{ name: string; offset: number; size: number }>;

/** Which bytes of which part make up a log. */
export type LogPiece = Readonly<{ part: LogPart; start: number; end: number }>;

/**
 * The pieces that give the bytes from `offset` to `end`, in order. After a crash a part may be there twice, cut in another way: the same
 * text lies at the same byte then, so each byte is taken from the part that begins first, and is the longest of those that begin there.
 */
export function piecesOf(parts: readonly LogPart[], offset: number, end: number): readonly LogPiece[] {
  const pieces: LogPiece[] = [];
  let at = offset;
  for (const part of [...parts].sort(inOrder)) {
    const stop = Math.min(part.offset + part.size, end);
    if (part.offset > at || stop <= at) continue;
    pieces.push({ part, start: at - part.offset, end: stop - part.offset });
    at = stop;
  }
  return pieces;
}

/** How far the log reaches without a gap. */
export const sizeOf = (parts: readonly LogPart[]): number =>
  [...parts].sort(inOrder).reduce((size, part) => (part.offset > size ? size : Math.max(size, part.offset + part.size)), 0);

const inOrder = (a: LogPart, b: LogPart): number => a.offset - b.offset || b.size - a.size;
