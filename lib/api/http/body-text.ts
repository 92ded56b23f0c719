import { FleetError } from "../../core/errors.js";

/** The text of a body, which is UTF-8. Throws InvalidParameter that names the charset, or the byte, that is not; nothing of the body is repeated. */
export function bodyText(bytes: Uint8Array, contentType: string | null): string {
  const charset = charsetOf(contentType);
  if (charset !== undefined && !SAME_AS_UTF8.has(charset.toLowerCase()))
    throw notUtf8(`is declared as ${JSON.stringify(charset.slice(0, 40))} by its Content-Type`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const at = firstWrong(bytes);
    const found = `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
    throw notUtf8(`has ${found} as byte ${at + 1}, which is not UTF-8${isUtf16(bytes) ? "; it looks like UTF-16" : ""}`);
  }
}

const SAME_AS_UTF8: ReadonlySet<string> = new Set(["utf-8", "utf8", "us-ascii", "ascii"]);

const charsetOf = (contentType: string | null): string | undefined => /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType ?? "")?.[1];

/** Where the bytes and what a lenient reader makes of them part, from the beginning of that character. */
function firstWrong(bytes: Uint8Array): number {
  const read = new TextEncoder().encode(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, i) => byte !== read[i]);
  if (bytes[at - 1] === LOST[0]) return at - 1; // the mark of a lost character begins as this wrong one does
  return bytes[at - 2] === LOST[0] && bytes[at - 1] === LOST[1] ? at - 2 : at;
}

/** U+FFFD in UTF-8. */
const LOST = [0xef, 0xbf, 0xbd] as const;

const isUtf16 = ([first, second]: Uint8Array): boolean => (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const notUtf8 = (what: string) =>
  new FleetError("InvalidParameter", `The body of the request ${what}; expected UTF-8`, {
    target: "body",
    recommendedAction:
      "Send the body as UTF-8, with Content-Type application/json. Windows PowerShell sends a text as ISO-8859-1 unless it is given as bytes: [System.Text.Encoding]::UTF8.GetBytes($json).",
  });
