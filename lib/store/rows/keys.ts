import { FleetError } from "../../core/errors.js";

const LONGEST = 400; // characters; the service allows 512 for a whole key

/**
 * A name as part of a table key: lower-case, because names compare without regard to case, and everything but letters,
 * digits, dot, dash and underscore as `~` and its UTF-8 bytes in hex. Different names give different keys.
 */
export function encodeKey(name: string): string {
  if (/\p{Surrogate}/u.test(name)) throw new FleetError("InvalidParameter", "A name must be well-formed Unicode text; got half of a surrogate pair");
  const key = name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]/gu, escaped);
  if (key.length > LONGEST) {
    throw new FleetError("InvalidParameter", `A name may take ${LONGEST} characters as a key; "${name.slice(0, 40)}…" takes ${key.length}`);
  }
  return key;
}

/** A key made of several names; `|` stands in no encoded name, so two lists of names never meet in one key. */
export const joinKey = (...names: readonly string[]): string => names.map(encodeKey).join("|");

const escaped = (character: string): string => Buffer.from(character).reduce((text, byte) => `${text}~${byte.toString(16).padStart(2, "0")}`, "");

/** Turns the order of digits round, so that the greatest comes first. */
export const complementDigits = (text: string): string => text.replace(/\d/g, (digit) => String(9 - Number(digit)));
