import { z } from "zod";
import { cureOf, inWords, unfitInName, withCodes } from "../../core/unfit-character.js";
import { isPowerShellText, POWERSHELL_TEXT } from "../cmdlet/powershell-text.js";
import { INEXACT, isInexact } from "./inexact-number.js";

const MOST_NAME = 128;
const MOST_VALUE = 256;

export type Tags = Readonly<Record<string, string>>;

/** The tags of an object, or of a text such as `site=berlin;wave=1`; what is wrong with them is told, and completes the sentence "Tags …". */
export function readTags(came: unknown, tell: (why: string) => void): Tags | undefined {
  let right = true;
  const wrong = (why: string) => {
    right = false;
    tell(why);
  };
  const pairs = pairsOf(came, wrong).map(([name, value]) => [name.trim(), textOf(name, value, wrong)] as const);
  for (const [name, value] of pairs) for (const why of faultsOf(name, value)) wrong(why);
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) wrong(`name ${shown(twice)} twice`);
  return right ? Object.fromEntries(pairs) : undefined;
}

/** As `readTags` reads them. */
export const showTags = (tags: Tags): string =>
  Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(";");

/** The tags of a parameter, where errors are told by zod. */
export const TagsGiven = z.preprocess(
  (came, context) => {
    const faults: string[] = [];
    const tags = readTags(came, (why) => void faults.push(why));
    if (faults[0] !== undefined) context.addIssue({ code: "custom", message: `they ${faults[0]}`, params: { said: true } });
    return tags ?? z.NEVER;
  },
  z.record(z.string().min(1), z.string()),
);

type Wrong = (why: string) => void;

function pairsOf(came: unknown, wrong: Wrong): readonly (readonly [string, unknown])[] {
  if (typeof came === "string") {
    if (isPowerShellText(came)) wrong(`are ${POWERSHELL_TEXT}`);
    else return came.split(";").flatMap((pair) => pairOf(pair, wrong));
  } else if (typeof came === "object" && came !== null && !Array.isArray(came)) return Object.entries(came);
  else wrong(`are ${came === null ? "null" : Array.isArray(came) ? "a list" : `a ${typeof came}`}`);
  return [];
}

function pairOf(pair: string, wrong: Wrong): (readonly [string, string])[] {
  if (pair.trim() === "") return [];
  const at = pair.indexOf("=");
  if (at >= 0) return [[pair.slice(0, at), pair.slice(at + 1)]];
  wrong(`have ${shown(pair.trim())} without an equals sign`);
  return [];
}

/** Numbers and truth values are text here: `wave = 1` in a hashtable is no fault. */
function textOf(name: string, value: unknown, wrong: Wrong): string {
  if (typeof value === "string") return value.trim();
  if (isInexact(value)) wrong(`have as the value of ${shown(name)} ${INEXACT}`);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value !== null) wrong(`have ${Array.isArray(value) ? "a list" : "an object"} as the value of ${shown(name)}`);
  return "";
}

function faultsOf(name: string, value: string): string[] {
  if (isPowerShellText(name)) return [`have the name ${shown(name)}, which is ${POWERSHELL_TEXT}`];
  if (isPowerShellText(value)) return [`have the value ${shown(value)}, which is ${POWERSHELL_TEXT}`];
  const unfit = [
    ["the name", name],
    ["the value", value],
  ].flatMap(([what = "", text = ""]) => {
    const found = unfitInName(text);
    const cure = found && cureOf(found);
    return found ? [`have ${what} ${shown(text)}, which holds ${inWords(found)}${cure ? `; ${cure}` : ""}`] : [];
  });
  return [
    ...unfit,
    ...(name === "" ? ["have a value without a name"] : []),
    ...(name.length > MOST_NAME ? [`have a name of ${name.length} characters; the most is ${MOST_NAME}`] : []),
    ...(value.length > MOST_VALUE ? [`have a value of ${value.length} characters; the most is ${MOST_VALUE}`] : []),
    ...(/[=;]/.test(name) || name === "__proto__" ? [`have the name ${shown(name)}, which none can have`] : []),
    ...(OF_PROGRAMS.test(name) ? [`have the name ${shown(name)}, which begins as an object does that a program wrote, or as a text in quotes`] : []),
    ...(value.includes(";") ? [`have the value ${shown(value)} with a semicolon, which separates tags`] : []),
  ];
}

/** JSON, XML, what Java, Python and shells show of a map, and quotes. */
const OF_PROGRAMS = /^(?:[<{["'`]|[@$][({])/;

const MOST_SHOWN = 80;
const shown = (text: string): string => withCodes(JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text));
