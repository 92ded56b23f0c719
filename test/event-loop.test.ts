import { describe, expect, it } from "vitest";
import { parseProbe } from "../lib/agents/linux/probe.js";
import { readVersionFile } from "../lib/agents/linux/version-file.js";
import { patientScrubber } from "../lib/agents/redaction/scrub.js";
import { readSupportFiles } from "../lib/agents/support-files.js";
import { parseFilter } from "../lib/api/arm/filter.js";
import { checkInventory } from "../lib/api/inventory/check-inventory.js";
import { readInventory } from "../lib/api/inventory/read-inventory.js";
import { foreignText } from "../lib/core/foreign-text.js";
import { Secret } from "../lib/core/secret.js";
import { itSaid } from "../lib/remote/said.js";
import { leastTime } from "./least-time.js";

/** So long nobody's text may keep all others waiting, on a processor of its own. */
const MOST_MS = 100;
const OF_A_SCRIPT = 262_144;

/** What makes parsers slow: what begins many things and ends none, much of the same, and characters that are obeyed. */
const PUMPS = [
  "a",
  " ",
  "\n",
  "'",
  '"',
  "(",
  "=",
  ",",
  ";",
  "\0",
  "\u202e",
  "\ud800",
  "eyJ",
  "a=b\n",
  "VERSION=",
  "password=",
  "((((",
  "--- x begin\n",
  '""',
  " or ",
  "/x",
];

const repeated = (pump: string, bytes: number): string => pump.repeat(Math.ceil(bytes / pump.length)).slice(0, bytes);

/** The processor's time of this process. */
function busyMs(work: () => unknown): number {
  const begin = process.cpuUsage();
  try {
    work();
  } catch {
    // a refusal is an answer, too
  }
  return msSince(begin);
}

/** The longest time of the processor between two turns of somebody else. */
async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, process.cpuUsage()];
  const look = setInterval(() => {
    longest = Math.max(longest, msSince(last));
    last = process.cpuUsage();
  }, 1);
  await work().catch(() => undefined); // a refusal is an answer, too
  clearInterval(look);
  return Math.max(longest, msSince(last));
}

function msSince(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** What is long and right, and what is nested. */
const OF_INVENTORIES = {
  CSV: ["CS1,web-01,10.0.0.1,Linux\n", '"a""b",\u202e;\n', "CS1\n"],
  JSON: ['{"Fabric":"CS1","FriendlyName":"web"},', "[", '{"a":', '{"Fabric":[[[[[', '"\\ud800",', "1,"],
} as const;

const PARSERS: Readonly<Record<string, Readonly<{ bytes: number; read(text: string): unknown }>>> = {
  "the answer of a probe": { bytes: OF_A_SCRIPT, read: parseProbe },
  "a version file": { bytes: OF_A_SCRIPT, read: (text) => readVersionFile(text.split("\n")) },
  "support files": { bytes: OF_A_SCRIPT, read: (text) => readSupportFiles(text, "mark") },
  "a part of a log": { bytes: 65_536, read: foreignText },
  "a banner, or what a program said": { bytes: OF_A_SCRIPT, read: (text) => itSaid(text, [new Secret("a-secret-of-ours")]) },
  "a $filter": { bytes: OF_A_SCRIPT, read: parseFilter },
  "a $filter as long as one may be": { bytes: 8000, read: parseFilter },
};

describe("nobody's text keeps the others waiting", () => {
  it.each(Object.entries(PARSERS))("%s", async (_what, { bytes, read }) => {
    for (const pump of PUMPS) {
      const text = repeated(pump, bytes);
      expect(await leastTime(MOST_MS, () => busyMs(() => read(text))), `milliseconds for ${JSON.stringify(pump)}`).toBeLessThanOrEqual(MOST_MS);
    }
  });

  it("what a bundle is scrubbed of lets others have their turn", async () => {
    const scrub = patientScrubber([new Secret("a-secret-of-ours")]);
    for (const pump of PUMPS) {
      const longest = await leastTime(MOST_MS, () => longestTurnMs(() => scrub(repeated(pump, OF_A_SCRIPT))));
      expect({ pump, isShort: longest <= MOST_MS, longest }).toMatchObject({ isShort: true });
    }
  });

  it.each(["CSV", "JSON"] as const)("an inventory as %s lets others have their turn, however long and odd it is", async (format) => {
    const known = { fabrics: new Map(), machines: new Map(), acceptHostKeyChange: false };
    const open = { CSV: "Fabric,FriendlyName,Address,OSType\n", JSON: '{"machines":[' }[format];
    for (const pump of [...PUMPS, ...OF_INVENTORIES[format]]) {
      for (const text of [`${open}${repeated(pump, 65_536)}`, repeated(pump, 200_000)]) {
        const longest = await leastTime(MOST_MS, () => longestTurnMs(async () => checkInventory(await readInventory(text, format), known)));
        expect({ pump, isShort: longest <= MOST_MS, longest }).toMatchObject({ isShort: true });
      }
    }
  });

  it("is shown to find what does", () => {
    const growing = (text: string) => [...text].map((_, i) => [...text.slice(0, i)].length);
    expect(busyMs(() => growing(repeated("a", 15_000)))).toBeGreaterThan(MOST_MS);
  });
});
