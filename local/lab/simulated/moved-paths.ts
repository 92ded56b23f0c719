import { Transform } from "node:stream";

/**
 * Where a simulated machine's files lie: below a folder. What scripts say is moved there before a shell reads it, and what they print is moved back,
 * so that neither knows of the folder. Programs are those of this machine, and so are the processes in /proc.
 */
export type MovedPaths = Readonly<{
  inward(text: string): string;
  outward(text: string): string;
  /** Moves sh text that comes line by line; `before` is awaited before a line that looks at all processes. */
  inwardLines(before: () => Promise<void>): Transform;
  outwardBytes(): Transform;
}>;

const FOLDERS = "usr|etc|var|root|home|tmp|run|opt|srv|sys|boot|lib|lib32|lib64|sbin";
const PLACES = [
  `(?:${FOLDERS})(?![\\w.-])`,
  "bin(?![\\w.-]|/sh\\b)",
  "dev/(?!null\\b|zero\\b|full\\b|u?random\\b|tty\\b|fd\\b|std)",
  "proc/(?:sys/kernel/random/boot_id|self/status|self/mountinfo|modules)\\b",
  "proc/(?=\\[)",
].join("|");
/** An absolute path begins a word, a quoted text, an assignment's value or a member of a list. */
export const MOVED = new RegExp(`(?<![^\\s'"=(:<>|;&\`,!{])/(?=${PLACES})`, "g");

export function movedPaths(root: string): MovedPaths {
  const inward = (text: string) => text.replace(MOVED, `${root}/`);
  return {
    inward,
    outward: (text) => text.replaceAll(root, ""),
    inwardLines: (before) => wholeLines(inward, before),
    outwardBytes: () => without(Buffer.from(root)),
  };
}

const LOOKS_AT_PROCESSES = "/proc/[";
const LINE_END = 0x0a;

/** latin1 keeps every byte as it is. */
function wholeLines(move: (text: string) => string, before: () => Promise<void>): Transform {
  let rest = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytes = Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf(LINE_END) + 1;
      rest = bytes.subarray(end);
      const text = bytes.toString("latin1", 0, end);
      (text.includes(LOOKS_AT_PROCESSES) ? before() : Promise.resolve()).then(() => done(null, Buffer.from(move(text), "latin1")), done);
    },
    flush(done) {
      done(null, Buffer.from(move(rest.toString("latin1")), "latin1"));
    },
  });
}

/** Leaves these bytes out, also where they come in two pieces; what cannot be the beginning of them is not held back. */
function without(found: Buffer): Transform {
  let rest = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let bytes = Buffer.concat([rest, chunk]);
      for (let at = bytes.indexOf(found); at >= 0; at = bytes.indexOf(found)) {
        this.push(bytes.subarray(0, at));
        bytes = bytes.subarray(at + found.length);
      }
      const held = beginningAtEnd(bytes, found);
      rest = bytes.subarray(bytes.length - held);
      done(null, bytes.subarray(0, bytes.length - held));
    },
    flush(done) {
      done(null, rest);
    },
  });
}

/** How many bytes at the end of `bytes` are the first ones of `found`. */
function beginningAtEnd(bytes: Buffer, found: Buffer): number {
  for (let length = Math.min(bytes.length, found.length - 1); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(found.subarray(0, length))) return length;
  }
  return 0;
}
