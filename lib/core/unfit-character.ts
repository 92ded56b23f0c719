/** A character that shows nothing, stands for one that was lost, or obeys instead of being read; `place` counts characters from 1. */
export type UnfitCharacter = Readonly<{ codePoint: number; place: number; kind: UnfitKind }>;

const KINDS = {
  "a line break": /[\n\r\u{85}\p{Zl}\p{Zp}]/u,
  "a tab": /\t/u,
  "a control character": /\p{Cc}/u,
  "half a character (a lone surrogate)": /\p{Cs}/u,
  "the mark of a character that was lost": /\u{FFFD}/u,
  "no character": /\p{Noncharacter_Code_Point}/u,
  "a byte order mark": /\u{FEFF}/u,
  "a character that turns the direction of text": /\p{Bidi_Control}/u,
  "a format character that nobody sees": /\p{Cf}/u,
  "a character that nobody sees": /\p{Default_Ignorable_Code_Point}/u,
} as const;
type UnfitKind = keyof typeof KINDS | "a NUL";

const PATTERNS = Object.entries(KINDS) as [UnfitKind, RegExp][]; // Object.entries forgets the names of its keys

const ANY = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u{FFFD}]/gu;
/** Variation selectors and fillers are seen in what they change, so that somebody may have typed them. */
const SENT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u{FFFD}]/gu;
/** Of a text that is a file: its lines and tabs are its own. */
const IN_FILE = /[^\P{Cc}\n\r\t]|[\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u{FFFD}]/gu;

const firstOf = (pattern: RegExp, text: string): UnfitCharacter | undefined => {
  pattern.lastIndex = 0;
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [character] = found;
  return { codePoint: character.codePointAt(0) ?? 0, place: [...text.slice(0, found.index)].length + 1, kind: kindOf(character) };
};

const kindOf = (character: string): UnfitKind =>
  character === "\0" ? "a NUL" : (PATTERNS.find(([, is]) => is.test(character))?.[0] ?? "a character that nobody sees");

/** The first character that no name, tag or address may hold: it would not be seen, would not be kept, or is what became of another one. */
export const unfitInName = (text: string): UnfitCharacter | undefined => firstOf(ANY, text);

/** The first character that nobody types at a prompt and no login can carry. */
export const unfitInSecret = (text: string): UnfitCharacter | undefined => firstOf(SENT, text);

/** The first character that no text file has, such as a private key. */
export const unfitInFile = (text: string): UnfitCharacter | undefined => firstOf(IN_FILE, text);

/** Such as `U+200B, a format character that nobody sees, as character 4`; it completes "holds …" and repeats nothing of the text. */
export const inWords = ({ codePoint, place, kind }: UnfitCharacter): string => `${codeOf(codePoint)}, ${kind}, as character ${place}`;

/** What to do about it, where one cause is known. */
export const cureOf = ({ codePoint }: UnfitCharacter): string | undefined =>
  codePoint === 0xfffd ? "the text was not UTF-8: save it as UTF-8 and give it again" : undefined;

/** The text with each such character as its code, such as `web<U+200B>`, for what others named and nobody can give another name. */
export const withCodes = (text: string): string => text.replace(ANY, (character) => `<${codeOf(character.codePointAt(0) ?? 0)}>`);

/** The text with codes for what steers whoever shows it (control characters, turns of direction, halves); its lines and tabs are its own. */
export const withCodesInFile = (text: string): string => text.replace(OBEYED, (character) => `<${codeOf(character.codePointAt(0) ?? 0)}>`);

const OBEYED = /[^\P{Cc}\n\r\t]|[\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}]/gu;

const codeOf = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
