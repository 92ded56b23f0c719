import { FleetError } from "../../../core/errors.js";
import { withCodes } from "../../../core/unfit-character.js";
import { utf8ReadBy } from "./utf8-as-ansi.js";

/** Refuses a file that was read by another encoding than its own, or is no text. Throws InvalidParameter with the cure. */
export function refuseOtherEncodings(content: string): void {
  const found = SIGNS.find(({ isIt }) => isIt(content)) ?? readByCodePage(content);
  if (!found) return;
  throw new FleetError("InvalidParameter", `The inventory ${found.what}; nothing was imported`, {
    target: "Content",
    recommendedAction: found.cure,
  });
}

const AS_UTF8 = 'Save it as UTF-8 (in Excel the type "CSV UTF-8", in Windows PowerShell Export-Csv -Encoding UTF8) and give it again.';

const READ_AS_UTF8 = "Read the file as UTF-8: in Windows PowerShell with Get-Content -Raw -Encoding UTF8.";

const SIGNS = [
  {
    isIt: (content: string) => content.startsWith("PK\x03\x04"),
    what: "is a workbook or another archive, no text",
    cure: "Save it as CSV UTF-8 and give that.",
  },
  {
    isIt: (content: string) => content.includes("\0") || /^(?:\uFFFE|\uFFFD\uFFFD|\xFF\xFE|\xFE\xFF)/.test(content),
    what: "is UTF-16, read as something else: it has marks or NULs (U+0000) of UTF-16",
    cure: AS_UTF8,
  },
  {
    isIt: (content: string) => content.startsWith("ï»¿"),
    what: "is UTF-8, read as Windows-1252: it begins with ï»¿",
    cure: READ_AS_UTF8,
  },
] as const;

function readByCodePage(content: string): Readonly<{ what: string; cure: string }> | undefined {
  const found = utf8ReadBy(content);
  if (!found) return undefined;
  const { page, came, was, line } = found;
  const shown = (text: string) => withCodes(JSON.stringify(text.slice(0, MOST_SHOWN)));
  const what = `is UTF-8, read by the code page ${page}, as all that is not ASCII in it shows: ${shown(came)} in line ${line} was ${shown(was)}`;
  return { what, cure: READ_AS_UTF8 };
}

const MOST_SHOWN = 20;
