import { patientScrubber } from "../../agents/redaction/scrub.js";
import type { Secret } from "../../core/secret.js";
import type { BundleEntry } from "./entry.js";

/** The entries without secrets, and REDACTED.txt, which says in which file and line something of which kind was taken out. */
export async function scrubEntries(entries: readonly BundleEntry[], secrets: readonly Secret[]): Promise<readonly BundleEntry[]> {
  const scrub = patientScrubber(secrets);
  const lists: string[] = [];
  const clean: BundleEntry[] = [];
  for (const { name, text } of entries) {
    const { text: safe } = await scrub(name);
    const result = await scrub(text);
    lists.push(...result.taken.slice(0, MOST_LISTED).map(({ line, kind }) => `${safe}:${line}: ${kind}`));
    if (result.taken.length > MOST_LISTED) lists.push(`${safe}: ${result.taken.length - MOST_LISTED} more`);
    clean.push({ name: safe, text: result.text });
  }
  const list = lists.length === 0 ? "Nothing was taken out." : lists.join("\n");
  return [...clean, { name: "REDACTED.txt", text: `${list}\n` }];
}

/** Of one file. */
const MOST_LISTED = 1000;
