import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";
import { patience } from "../../core/patience.js";
import { withCodes } from "../../core/unfit-character.js";

/** So much of the text is read at once. */
const PIECE = 16_384;
const DEEPEST = 64;
const CUT = "it ends before it is whole";

/** As JSON.parse, in pieces between which others have their turn. Throws for what is no JSON, or is nested without end. */
export async function parseJson(text: string): Promise<unknown> {
  let whole: unknown;
  let isWhole = false;
  let [depth, offset] = [0, 0];
  const values = new TokenParser({ paths: ["$"] });
  values.onValue = ({ value }) => {
    whole = value;
    isWhole = true;
  };
  const tokens = new Tokenizer();
  tokens.onToken = (token) => {
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth++;
    if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth--;
    if (depth > DEEPEST) throw new Error(`it is nested deeper than ${DEEPEST}`);
    offset = token.offset;
    values.write(token);
  };
  const others = patience();
  for (let at = 0; at < text.length; at += PIECE) {
    try {
      tokens.write(text.slice(at, at + PIECE));
    } catch (cause) {
      throw depth > DEEPEST ? cause : unexpected(text, placeIn(cause) ?? offset, cause);
    }
    await others();
  }
  try {
    tokens.end();
  } catch (cause) {
    throw new Error(CUT, { cause });
  }
  if (!isWhole) throw new Error(CUT);
  return whole;
}

/** Of the byte that the tokenizer stopped at; what is wrong with a whole token is found later, and has the token's. */
function placeIn(cause: unknown): number | undefined {
  const digits = cause instanceof Error ? /absolute position "(\d{1,15})"/.exec(cause.message)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

const MOST_SHOWN = 12;

function unexpected(text: string, offset: number, cause: unknown): Error {
  const bytes = Buffer.from(text);
  const lines = bytes.toString("utf8", 0, offset).split(/\r\n|\n|\r/);
  const column = [...(lines.at(-1) ?? "")].length + 1;
  const found = [...bytes.toString("utf8", offset, offset + 4 * MOST_SHOWN)].slice(0, MOST_SHOWN).join("");
  return new Error(`line ${lines.length}, column ${column} has ${withCodes(JSON.stringify(found))}, which JSON does not have there`, { cause });
}
