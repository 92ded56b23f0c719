import { Secret } from "../core/secret.js";

/** The text without the secrets, also where a log shows them quoted for a shell, as JSON, for a URL or in base64. Secrets under four characters are left. */
export function redact(text: string, secrets: readonly Secret[]): string {
  const forms = secrets.flatMap((secret) => spellings(secret.reveal())).sort((a, b) => b.length - a.length);
  return forms.reduce((clean, form) => clean.replaceAll(form, String(MARK)), text);
}

const MARK = new Secret("");
const MIN_CHARACTERS = 4;

function spellings(secret: string): readonly string[] {
  const lines = [secret, secret.trim(), ...secret.split(/\r?\n/).map((line) => line.trim())];
  const forms = lines.flatMap((line) => [
    line,
    JSON.stringify(line).slice(1, -1),
    encodeURIComponent(Buffer.from(line).toString()), // a lone surrogate would throw,
    line.replaceAll("'", "'\\''"),
    Buffer.from(line).toString("base64"),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= MIN_CHARACTERS);
}
