import { scrubber } from "../../agents/redaction/scrub.js";
import type { Secret } from "../../core/secret.js";
import type { BundleEntry } from "./entry.js";

/** The entries without secrets, and REDACTED.txt, which says in which file and line something of which kind was taken out. */
export function scrubEntries(entries: readonly BundleEntry[], secrets: readonly Secret[]): readonly BundleEntry[] {
  const scrub = scrubber(secrets);
  const lists: string[] = [];
  const clean = entries.map(({ name, text }) => {
    const result = scrub(text);
    const safe = scrub(name).text;
    lists.push(...result.taken.map(({ line, kind }) => `${safe}:${line}: ${kind}`));
    return { name: safe, text: result.text };
  });
  const list = lists.length === 0 ? "Nothing was taken out." : lists.join("\n");
  return [...clean, { name: "REDACTED.txt", text: `${list}\n` }];
}
