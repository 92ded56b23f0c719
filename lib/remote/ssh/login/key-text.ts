/** The text of a private key as its readers want it: the key alone, one end of a line, no blanks around the lines, whatever it came through. */
export function keyText(given: string): string {
  const lines = given.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const text = (lines.trim().includes("\n") ? lines : lines.replace(/\\r\\n|\\[rn]/g, "\n")).trim(); // as JSON or a variable has it
  const begin = BEGIN.exec(text);
  if (!begin) return puttyText(text);
  const from = begin.index + begin[0].length;
  const end = END.exec(text.slice(from));
  if (!end) return text;
  return `${begin[0]}\n${bodyOf(text.slice(from, from + end.index))}\n${end[0]}\n`;
}

/** The lines of PuTTY's own form alone; its comment is signed as it stands. */
function puttyText(text: string): string {
  const at = text.search(/^[ \t"]*PuTTY-User-Key-File-\d:/m);
  if (at < 0) return text;
  const lines = text
    .slice(at)
    .split("\n")
    .map((line) => (/^\s*Comment:/.test(line) ? line.trimStart() : line.replace(/^[\s"]+|[\s"]+$/g, "")))
    .filter((line) => line !== "");
  const end = lines.findIndex((line) => /^Private-(?:MAC|Hash):/.test(line));
  return lines.slice(0, end < 0 ? undefined : end + 1).join("\n");
}

/** Whether there is a private key between markers; certificates, attributes and parameters may stand before and after it. */
export const hasKeyBlock = (text: string): boolean => BEGIN.test(text);

const BEGIN = /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----/;
const END = /-----END (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----/;

/** Base64 in lines; what is encrypted as PEM once did it has headers before it, which must stay lines. */
function bodyOf(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  if (text.includes(":")) return lines.join("\n").trim();
  return (
    lines
      .join("")
      .replace(/\s+/g, "")
      .match(/.{1,64}/g) ?? []
  ).join("\n");
}
