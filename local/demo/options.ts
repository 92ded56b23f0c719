import { parseArgs } from "node:util";
import { FleetError } from "../../lib/core/errors.js";

export const DEMO_USAGE = `Updates a dozen machines of a lab and shows what came of it.

npm run demo                two of the machines have Windows where the tree for them was made; npm run lab -- windows makes it
npm run demo -- --linux     all have Linux
npm run demo -- --windows   ends with the reason where none can have Windows`;

export type DemoOptions = Readonly<{ windows: "Wanted" | "WherePossible" | "None"; help: boolean }>;

/** Reads the words after `npm run demo --`. Throws InvalidSettings that names the wrong one. */
export function readDemoOptions(words: readonly string[]): DemoOptions {
  const { linux, windows, help } = parsed(words);
  if (linux && windows) throw new FleetError("InvalidSettings", "--linux and --windows exclude each other");
  return { windows: windows ? "Wanted" : linux ? "None" : "WherePossible", help };
}

function parsed(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { linux: flag, windows: flag, help: { ...flag, short: "h" } } }).values;
  } catch (cause) {
    throw new FleetError("InvalidSettings", `${cause instanceof Error ? cause.message : cause}. See npm run demo -- --help`, { cause });
  }
}
