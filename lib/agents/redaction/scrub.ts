import { setImmediate } from "node:timers/promises";
import type { Secret } from "../../core/secret.js";
import { spellingsOf } from "./redact.js";

/** What was taken out of a text: the line, counted from 1, and what kind of thing it was; never the thing itself. */
export type Taken = Readonly<{ line: number; kind: string }>;
export type Scrubbed = Readonly<{ text: string; taken: readonly Taken[] }>;

/**
 * Takes out of whole texts the secrets that are known, however they are spelt and also where line ends break them, and everything
 * that looks like one. Line ends stay, so that lines keep their numbers.
 */
export function scrubber(secrets: readonly Secret[]): (text: string) => Scrubbed {
  const passes = passesOf(secrets);
  return (text) => {
    const work = passes(text);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  };
}

/** The same for the texts of a machine, which may be as long and as odd as it likes: others get their turn between two passes. */
export function patientScrubber(secrets: readonly Secret[]): (text: string) => Promise<Scrubbed> {
  const passes = passesOf(secrets);
  return async (text) => {
    const work = passes(text);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await setImmediate();
    }
  };
}

function passesOf(secrets: readonly Secret[]) {
  const forms = spellingsOf(secrets);
  const broken = [...new Set(forms.map(withoutBlanks))].filter((form) => form.length >= MIN_BROKEN);
  return function* passes(text: string): Generator<undefined, Scrubbed, undefined> {
    const taken: Taken[] = [];
    const spans = [...spansOf(text, forms)];
    yield;
    spans.push(...brokenSpansOf(text, broken));
    yield;
    let rest = cut(text, spans, taken);
    for (const { kind, pattern } of PATTERNS) {
      yield;
      rest = cut(rest, matchesOf(rest, pattern, kind), taken);
    }
    yield;
    rest = cut(rest, endsOfPem(rest), taken);
    yield;
    return { text: rest, taken: taken.toSorted((a, b) => a.line - b.line) };
  };
}

const MARK = "[REDACTED]";
/** Shorter ones would be found by chance where blanks are left out. */
const MIN_BROKEN = 8;

type Span = Readonly<{ start: number; end: number; kind: string }>;

const SECRET_NAME = `(?:password|passwd|passphrase|pwd|secret|token|credential|credentials|(?:api|access|account|private|sealing|shared)[_-]?(?:access)?[_-]?key)`;

/** What looks like a secret. Where there is a group called `value`, that alone is taken out. Each takes time in proportion to the text. */
export const PATTERNS: readonly Readonly<{ kind: string; pattern: RegExp }>[] = [
  { kind: "PEM block", pattern: /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?(?:-----END \1-----|$(?![\s\S]))/g },
  { kind: "fleet key", pattern: /mf_[0-9a-f]{16}_[A-Za-z0-9_-]{16,}/g },
  { kind: "signature of a link", pattern: /\bsig(?:=|%3D)(?<value>[^&\s"'<>\\]+)/dgi },
  { kind: "authorization", pattern: /\b(?:Bearer|Basic)\s+(?<value>[A-Za-z0-9._~+/=-]{8,})/dgi },
  { kind: "web token", pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g },
  { kind: "login in an address", pattern: /:\/\/(?<value>[^\s/:@"']+:[^\s/@"']+)@/dg },
  { kind: "password hash", pattern: /\$[1-9a-z]{1,3}\$[./A-Za-z0-9$=,]{20,}/g },
  {
    kind: "value of a secret's name",
    pattern: new RegExp(
      String.raw`${SECRET_NAME}\\?["']?[ \t]*[:=][ \t]*(?!(?:true|false|null|\d+)\b|\\?["']{2}|\[REDACTED\])(?<value>\\"(?:(?!\\")[^\n])*\\"|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^\s"'][^,;&"'\n]*)`,
      "dgi",
    ),
  },
  { kind: "value of a secret's switch", pattern: /(?:^|\s)--?(?:password|passphrase|token|secret)[ \t]+(?<value>[^\s-]\S*)/dgim },
];

function* spansOf(text: string, forms: readonly string[]): Generator<Span> {
  for (const form of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length))
      yield { start: at, end: at + form.length, kind: "known secret" };
  }
}

/** Secrets that are written over several lines, as base64 often is. */
function* brokenSpansOf(text: string, forms: readonly string[]): Generator<Span> {
  const dense = withoutBlanks(text);
  const found = [...spansOf(dense, forms)];
  if (found.length === 0) return;
  const places = placesOf(text);
  for (const { start, end, kind } of found) yield { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1, kind };
}

const withoutBlanks = (text: string): string => text.replace(/\s+/g, "");

/** Where the characters of a text without blanks stand in it. */
function placesOf(text: string): readonly number[] {
  const places: number[] = [];
  for (const { index, 0: word } of text.matchAll(/\S+/g)) for (let i = 0; i < word.length; i++) places.push(index + i);
  return places;
}

function* matchesOf(text: string, pattern: RegExp, kind: string): Generator<Span> {
  for (const match of text.matchAll(pattern)) {
    const [start, end] = match.indices?.groups?.value ?? [match.index, match.index + match[0].length];
    yield { start, end, kind };
  }
}

/** The end of a block whose beginning was cut off with the head of a file. */
function* endsOfPem(text: string): Generator<Span> {
  for (const { index, 0: end } of text.matchAll(/^-----END [A-Z0-9 ]+-----/gm)) {
    let start = index;
    for (let line = lineBefore(text, start); line && /^[A-Za-z0-9+/=]+\s*$/.test(line); line = lineBefore(text, start)) start -= line.length;
    yield { start, end: index + end.length, kind: "end of a PEM block" };
  }
}

const lineBefore = (text: string, at: number): string => (at === 0 ? "" : text.slice(text.lastIndexOf("\n", at - 2) + 1, at));

/** The text without the spans; those that overlap count as one. */
function cut(text: string, found: Iterable<Span>, taken: Taken[]): string {
  const spans = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  let clean = "";
  let at = 0;
  let line = 1;
  for (const { start, end, kind } of spans) {
    if (end <= at) continue;
    const kept = text.slice(at, Math.max(at, start));
    line += lineEnds(kept).length;
    if (start >= at) taken.push({ line, kind });
    const gone = lineEnds(text.slice(Math.max(at, start), end));
    clean += kept + (start >= at ? MARK : "") + gone;
    line += gone.length;
    at = end;
  }
  return clean + text.slice(at);
}

const lineEnds = (text: string): string => text.replace(/[^\n]+/g, "");
