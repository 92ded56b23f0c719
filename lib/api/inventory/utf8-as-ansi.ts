/** The code pages by which Windows reads a file without a mark: of Western Europe, and of those who write Cyrillic. */
const CODE_PAGES = [
  { name: "windows-1252", wrote: /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]+$/u },
  { name: "windows-1251", wrote: /^\p{Script=Cyrillic}+$/u },
] as const;

/** So much of what is not ASCII is looked at. */
const MOST_RUNS = 1000;
const MOST_IN_RUN = 4096;

/**
 * Is all of the text that is not ASCII what UTF-8 becomes when a code page reads it: letters whose bytes, read anew, are letters again? Text that was
 * read rightly is not, since in it letters such as ö stand alone.
 */
export function isUtf8ReadAsAnsi(content: string): boolean {
  const runs: string[] = [];
  for (const [run] of content.matchAll(/[^\0-\x7F]+/g)) {
    if (runs.push(run.slice(0, MOST_IN_RUN)) === MOST_RUNS) break;
  }
  if (runs.length === 0) return false;
  return CODE_PAGES.some(({ name, wrote }) => {
    const bytes = bytesOf(name);
    return runs.every((run) => wrote.test(readAnew(run, bytes) ?? ""));
  });
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function readAnew(run: string, bytes: ReadonlyMap<string, number>): string | undefined {
  const were = [...run].map((character) => bytes.get(character));
  try {
    return were.every((byte) => byte !== undefined) ? utf8.decode(Uint8Array.from(were)) : undefined;
  } catch {
    return undefined; // these bytes are no UTF-8
  }
}

const tables = new Map<string, ReadonlyMap<string, number>>();

/** Which byte of the code page is which character. */
function bytesOf(codePage: string): ReadonlyMap<string, number> {
  const known = tables.get(codePage);
  if (known) return known;
  const upper = Array.from({ length: 128 }, (_, i) => 128 + i);
  const characters = [...new TextDecoder(codePage).decode(Uint8Array.from(upper))];
  const table = new Map(characters.map((character, i) => [character, 128 + i]));
  tables.set(codePage, table);
  return table;
}
