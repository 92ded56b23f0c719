/** What came between two lines of a stream, however it was cut into pieces; the first `limit` bytes of it are kept. */
export type BetweenMarkers = Readonly<{
  take(chunk: Buffer): void;
  began(): boolean;
  /** The rest of the line that the second marker begins; undefined until all of it is there. */
  end(): string | undefined;
  text(): string;
  truncated(): boolean;
  /** All bytes that came. */
  seenBytes(): number;
}>;

const LONGEST_LINE = 64; // an exit status

/** `begin` is a marker's whole line with its line end; `end` is how the line of the second one begins. */
export function betweenMarkers(begin: string, end: string, limit: number): BetweenMarkers {
  const [first, second] = [Buffer.from(begin), Buffer.from(end)];
  const kept: Buffer[] = [];
  let [total, seen, began]: [number, number, boolean] = [0, 0, false];
  let rest: Buffer = Buffer.alloc(0); // the end of what came, which a marker may begin in
  let last: Buffer | undefined;
  const keep = (bytes: Buffer) => {
    if (seen < limit && bytes.length > 0) kept.push(bytes.subarray(0, limit - seen));
    seen += bytes.length;
  };
  /** Gives what can hold no part of a marker, and leaves the rest for the next piece. */
  const settle = (marker: Buffer): Buffer => {
    const sure = Math.max(0, rest.length - marker.length + 1);
    const settled = rest.subarray(0, sure);
    rest = rest.subarray(sure);
    return settled;
  };
  const seekBegin = () => {
    const at = rest.indexOf(first);
    if (at < 0) return void settle(first);
    began = true;
    rest = rest.subarray(at + first.length);
  };
  const seekEnd = () => {
    const at = rest.indexOf(second);
    if (at < 0) return keep(settle(second));
    keep(rest.subarray(0, at));
    last = rest.subarray(at + second.length);
  };
  return {
    take(chunk) {
      total += chunk.length;
      if (last) {
        if (last.length < LONGEST_LINE) last = Buffer.concat([last, chunk.subarray(0, LONGEST_LINE)]);
        return;
      }
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (!began) seekBegin();
      if (began) seekEnd();
    },
    began: () => began,
    end: () => {
      const line = last?.toString("latin1") ?? "";
      return line.includes("\n") ? line.slice(0, line.indexOf("\n")) : undefined;
    },
    text: () => Buffer.concat(last || seen >= limit ? kept : [...kept, rest.subarray(0, limit - seen)]).toString("utf8"),
    truncated: () => seen > limit,
    seenBytes: () => total,
  };
}
