import { foreignLine } from "../../core/foreign-text.js";
import type { Learned, LearnedRun } from "../learned.js";
import { plainText } from "./job-error.js";

const MOST_WARNINGS = 40;
const MOST_REPORTED = 40;
const MOST_WORD = 300;

/**
 * What a step found out, cut to what a job's row has room for: a row that overflowed could never be saved again. What the fleet itself chose (the way,
 * counts, places) is as long as it is; what a machine may have said is not.
 */
export function capLearned(learned: Learned): Learned {
  const { warnings, rebootWarning, runs } = learned;
  return {
    ...learned,
    ...wordsOf(learned),
    ...(warnings && { warnings: capWarnings(warnings) }),
    ...(rebootWarning !== undefined && { rebootWarning: plainText(rebootWarning) }),
    ...(runs && { runs: Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, capRun(run)])) }),
  };
}

const WORDS = ["versionBefore", "versionAfter", "driverVersionAtBoot", "installDir"] as const;

/** Undefined takes away what an earlier step found, and stays. */
const wordsOf = (learned: Learned): Partial<Learned> =>
  Object.fromEntries(
    WORDS.flatMap((key) => {
      const word = learned[key];
      return word === undefined ? [] : [[key, foreignLine(word, MOST_WORD)]];
    }),
  );

/** The same warning of a step that ran again is one. */
function capWarnings(warnings: readonly string[]): string[] {
  const all = [...new Set(warnings.map(plainText))];
  if (all.length <= MOST_WARNINGS) return all;
  return [...all.slice(0, MOST_WARNINGS - 1), `${all.length - MOST_WARNINGS + 1} more warnings are left out`];
}

const capRun = (run: LearnedRun): LearnedRun => ({
  ...run,
  ...(run.lost !== undefined && { lost: plainText(run.lost) }),
  ...(run.reported && {
    reported: run.reported
      .slice(0, MOST_REPORTED)
      .map((one) => ({ ...one, message: plainText(one.message), recommendedAction: plainText(one.recommendedAction) })),
  }),
});
