/** Control, format (also those that turn the direction of writing), private and unpaired characters, and separators of lines. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const OBEYED_IN_TEXT = /[^\P{Cc}\n\t]|[\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Of a character that was cut in two. */
const HALF = /[\ud800-\udbff]$/;

/**
 * Foreign text as one line of at most so many characters: what a terminal, a mail program or a table would obey is shown as its code, such as
 * `\u{202e}`; line ends and tabs become a blank. What came out of it once comes out of it unchanged.
 */
export function foreignLine(text: string, most: number): string {
  const line = text
    .slice(0, most + 1)
    .replace(/[\n\r\t]+/g, " ")
    .replace(OBEYED, codeOf);
  return line.length > most ? `${line.slice(0, most - 2).replace(HALF, "")} …` : line;
}

/** The same of a text of many lines, whose line ends and tabs stay; a carriage return at the end of a line is part of that end. */
export const foreignText = (text: string): string => text.replaceAll("\r\n", "\n").replace(OBEYED_IN_TEXT, codeOf);

const codeOf = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
