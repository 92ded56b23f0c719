import { createHash } from "node:crypto";
import { foreignLine } from "../core/foreign-text.js";
import { Secret } from "../core/secret.js";

const LONGEST = 200;
const MOST = 60;

/** What a call was given, as short texts: a `Secret` says `[REDACTED]`, and what is long is told by its length and digest. */
export function shownParameters(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const there = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(there.slice(0, MOST).map(([name, value]) => [foreignLine(name, 64), shown(value)]));
}

function shown(value: unknown): string {
  const text = typeof value === "string" || value instanceof Secret ? String(value) : (JSON.stringify(value) ?? "");
  if (text.length <= LONGEST) return foreignLine(text, LONGEST);
  return `${text.length} characters, SHA-256 ${createHash("sha256").update(text).digest("hex")}`;
}
