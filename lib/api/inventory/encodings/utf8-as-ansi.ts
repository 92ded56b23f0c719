import { codePage } from "./code-pages.js";

const PUNCTUATION = "\\x20-\\x7E\\xA0-\\xBF\\u2010-\\u2026\\u2030\\u2039\\u203A\\u20AC\\u2116\\u2122";
const LATIN = "\\xC0-\\u017F\\u0218-\\u021B\\u1EA0-\\u1EF9";
const EAST_ASIAN = "\\u3000-\\u30FF\\u3400-\\u9FFF\\uAC00-\\uD7A3\\uFF00-\\uFFEF";
const [GREEK, CYRILLIC, HEBREW, ARABIC, THAI] = [
  "\\u0384-\\u03CE",
  "\\u0400-\\u045F\\u0490\\u0491",
  "\\u05D0-\\u05EA",
  "\\u0600-\\u06FF",
  "\\u0E00-\\u0E5B",
];
const letters = (...scripts: readonly string[]): RegExp => new RegExp(`^[${PUNCTUATION}${scripts.join("")}]+$`, "u");

const ANYBODY = letters(LATIN, GREEK, CYRILLIC, HEBREW, ARABIC, THAI, EAST_ASIAN);
const EUROPE = letters(LATIN);
const EAST_ASIA = letters(EAST_ASIAN);

/** The code pages by which Windows and its consoles read a file without a mark, with what those write who have them. */
const CODE_PAGES: readonly Readonly<{ name: string; wrote: RegExp; isEastAsian?: boolean }>[] = [
  { name: "windows-1252", wrote: ANYBODY },
  { name: "iso-8859-1", wrote: ANYBODY },
  { name: "windows-1251", wrote: letters(LATIN, CYRILLIC) },
  ...["windows-1250", "windows-1254", "windows-1257", "windows-1258", "ibm852", "macintosh"].map((name) => ({ name, wrote: EUROPE })),
  { name: "windows-1253", wrote: letters(LATIN, GREEK) },
  { name: "windows-1255", wrote: letters(LATIN, HEBREW) },
  { name: "windows-1256", wrote: letters(LATIN, ARABIC) },
  { name: "windows-874", wrote: letters(LATIN, THAI) },
  ...["ibm437", "ibm850", "ibm866"].map((name) => ({ name, wrote: ANYBODY })),
  ...["shift_jis", "gbk", "big5", "euc-kr"].map((name) => ({ name, wrote: EAST_ASIA, isEastAsian: true })),
];

/** What runs of a file are tried by; each is measured on hostile text. */
export const WROTE: readonly RegExp[] = CODE_PAGES.map(({ wrote }) => wrote);

/** So much of what is not ASCII is looked at. */
const MOST_RUNS = 1000;
const MOST_IN_RUN = 4096;

/** A code page that read the text, with something that it made of UTF-8. */
export type ReadBy = Readonly<{ page: string; came: string; was: string; line: number }>;

/**
 * Is all of the text that is not ASCII what UTF-8 becomes when a code page reads it: characters whose bytes, read anew, are letters? Text that was
 * read rightly is not, since in it letters such as ö stand alone.
 */
export function utf8ReadBy(content: string): ReadBy | undefined {
  const runs: Readonly<{ text: string; at: number }>[] = [];
  for (const { 0: run, index } of content.matchAll(/[^\0-\x7F]+/g)) {
    if (runs.push({ text: run.slice(0, MOST_IN_RUN), at: index }) === MOST_RUNS) break;
  }
  const [first] = runs;
  if (!first) return undefined;
  const page = CODE_PAGES.find((one) =>
    isReadBy(
      runs.map(({ text }) => text),
      one,
    ),
  );
  if (!page) return undefined;
  const line = content.slice(0, first.at).split(/\r\n|\n|\r/).length;
  return { page: page.name, came: first.text, was: readAnew(first.text, page.name) ?? "", line };
}

function isReadBy(runs: readonly string[], { name, wrote, isEastAsian = false }: (typeof CODE_PAGES)[number]): boolean {
  if (isEastAsian && !runs.some((run) => /[\u3000-\uFFEF]/.test(run))) return false; // their tables are large
  if (name !== "windows-1252" && runs.every((run) => /^\p{Lu}+$/u.test(run))) return false; // as in ORĂŞTIE
  return runs.every((run) => wrote.test(readAnew(run, name) ?? ""));
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function readAnew(run: string, page: string): string | undefined {
  const table = codePage(page);
  const were = [...run].flatMap((character) => table.get(character) ?? [-1]);
  try {
    return were.every((byte) => byte >= 0) ? utf8.decode(Uint8Array.from(were)) : undefined;
  } catch {
    return undefined; // these bytes are no UTF-8
  }
}
