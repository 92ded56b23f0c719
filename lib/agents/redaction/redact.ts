import { Secret } from "../../core/secret.js";

/** The text without the secrets, also where a log shows them quoted for a shell, as JSON or XML, for a URL, in base64 or hexadecimal. Secrets under four characters are left. */
export const redact = (text: string, secrets: readonly Secret[]): string => redactor(secrets)(text);

/** The same for many texts: how the secrets may be spelt is worked out once. */
export function redactor(secrets: readonly Secret[]): (text: string) => string {
  const forms = spellingsOf(secrets);
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, String(MARK)), text);
}

/** Every way in which a text may show one of the secrets, the longest first. */
export const spellingsOf = (secrets: readonly Secret[]): readonly string[] =>
  [...new Set(secrets.flatMap((secret) => spellings(secret.reveal())))].sort((a, b) => b.length - a.length);

const MARK = new Secret("");
const MIN_CHARACTERS = 4;

function spellings(secret: string): readonly string[] {
  const lines = [secret, secret.trim(), ...secret.split(/\r?\n/).map((line) => line.trim())].filter((line) => line.length >= MIN_CHARACTERS);
  const forms = [...new Set(lines)].flatMap((line) => {
    const json = JSON.stringify(line).slice(1, -1);
    const hex = Buffer.from(line).toString("hex");
    return [
      ...[line, json, json.replaceAll("/", "\\/"), line.replaceAll("'", "'\\''"), xml(line), hex, hex.toUpperCase()],
      ...urlForms(line),
      ...base64Forms(Buffer.from(line)),
    ];
  });
  return [...new Set(forms)].filter((form) => form.length >= MIN_CHARACTERS);
}

const xml = (line: string): string => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function urlForms(line: string): readonly string[] {
  const encoded = encodeURIComponent(Buffer.from(line).toString()); // a lone surrogate would throw
  const strict = encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [encoded, strict, strict.replaceAll("%20", "+")];
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()))];
}

/** Alone, and as a part of something longer: then it begins at one of three places, and the characters at its ends hold neighbours too. */
function base64Forms(bytes: Buffer): readonly string[] {
  const inside = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const cutsEnd = (shift + bytes.length) % 3 !== 0;
    return encoded.slice(shift === 0 ? 0 : shift + 1, cutsEnd ? -1 : undefined);
  });
  const forms = [bytes.toString("base64"), ...inside.filter((form) => form.length >= 2 * MIN_CHARACTERS)];
  return [...forms, ...forms.map((form) => form.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""))];
}
