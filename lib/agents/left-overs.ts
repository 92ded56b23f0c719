import { FleetError } from "../core/errors.js";
import { foreignLine } from "../core/foreign-text.js";

/** What is left on a machine after the Mobility service was removed. */
export type LeftOvers = Readonly<{
  /** The agent itself is still there: its record, processes or programs. In words. */
  agent: readonly string[];
  /** Harmless remains, in words. */
  remains: readonly string[];
  /** The filter driver stays loaded until the machine is restarted. */
  driverLoaded: boolean;
}>;

/** What the machine calls a thing, and how it is told to people. */
export type LeftOverWords = Readonly<Record<string, (what: string) => string>>;
type Words = Readonly<{ agent: LeftOverWords; remains: LeftOverWords; driver: string }>;

const MOST_CHARACTERS = 64 * 1024;

/** Reads lines of a kind and what it is, which may be anything, ended by a line `end`. CommandFailed when they are cut off. */
export function readLeftOvers(output: string, { agent, remains, driver }: Words): LeftOvers {
  const lines = output
    .slice(0, MOST_CHARACTERS)
    .split("\n")
    .map((line) => line.trim());
  if (!lines.includes("end")) {
    throw new FleetError("CommandFailed", `Expected the machine to say to the end what is left of the agent, got ${output.length} characters`, {
      retryable: true,
    });
  }
  const worded = (words: LeftOverWords) =>
    lines.flatMap((line) => {
      const [, kind = "", what = ""] = /^([a-z-]{1,20}) (.{1,400})$/.exec(line) ?? [];
      const word = Object.hasOwn(words, kind) ? words[kind] : undefined;
      return word ? [word(foreignLine(what, 400))] : [];
    });
  return { agent: worded(agent), remains: worded(remains), driverLoaded: lines.includes(`driver-loaded ${driver}`) };
}
