import { foreignLine } from "../core/foreign-text.js";
import type { Secret } from "../core/secret.js";

const MOST_READ = 4_096;
const MOST_SHOWN = 300;

/** What a machine or a program on it said, as one short line for a message: nothing in it is obeyed by a terminal, and no secret of ours is in it. */
export function said(text: string, secrets: readonly (Secret | undefined)[] = []): string {
  const bare = secrets.reduce((rest, secret) => without(rest, secret?.reveal() ?? ""), text.slice(0, MOST_READ));
  const lines = bare.split(/[\r\n]/).map((line) => line.replaceAll("\t", " ").trim());
  return foreignLine(lines.filter(Boolean).join("; "), MOST_SHOWN);
}

/** The same with words before it; nothing when nothing was said. */
export function itSaid(text: string, secrets: readonly (Secret | undefined)[] = []): string {
  const line = said(text, secrets);
  return line === "" ? "" : ` It said: "${line}"`;
}

const without = (text: string, secret: string): string => (secret === "" ? text : text.replaceAll(secret, "[REDACTED]"));
