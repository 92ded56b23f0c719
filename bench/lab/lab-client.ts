import { type BenchChild, benchChild } from "../measure/child.js";
import type { Place } from "./delayed-line.js";
import { NEW_VERSION, type Target } from "./target.js";

export type BenchLab = Readonly<{
  targets: readonly Target[];
  /** Puts the first machines back to the old version. */
  reset(first: number): Promise<void>;
  /** Throws with the names of those of the first machines that do not have the new version. */
  expectNewVersion(side: string, first: number): Promise<void>;
  /** A way to the first machine on which every byte takes `delayMs` in each direction. */
  line(delayMs: number): Promise<Place>;
  /** The machines at the ends of such ways. */
  lines(delayMs: number): Promise<readonly Target[]>;
  /** Round trips on all those ways since this was last asked. */
  turns(): Promise<number>;
  close(): Promise<void>;
}>;

export type BenchLabOptions = Readonly<{ count: number; publicKey: string; python: boolean }>;

/** Starts the lab's process and its machines. Errors: what this machine lacks for real OpenSSH servers. */
export async function startBenchLab(options: BenchLabOptions): Promise<BenchLab> {
  const child = benchChild("dist/bench/lab-process.mjs");
  const targets = await child.ask<readonly Target[]>("start", options).catch(async (error) => {
    await child.close();
    throw error;
  });
  return { ...inLab(child, targets), targets };
}

function inLab(child: BenchChild, targets: readonly Target[]): Omit<BenchLab, "targets"> {
  return {
    reset: (first) => child.ask("reset", { first }),
    expectNewVersion: async (side, first) => {
      const versions = await child.ask<readonly string[]>("versions");
      const others = targets
        .slice(0, first)
        .filter((_, i) => versions[i] !== NEW_VERSION)
        .map(({ name }) => name);
      if (others.length > 0) throw new Error(`after ${side}, ${others.length} machines do not have ${NEW_VERSION}: ${others.slice(0, 5).join(", ")}`);
    },
    line: (delayMs) => child.ask("line", { ...targets[0], delayMs }),
    lines: (delayMs) => Promise.all(targets.map(async (target) => ({ ...target, ...(await child.ask<Place>("line", { ...target, delayMs })) }))),
    turns: () => child.ask("turns"),
    close: async () => {
      await child.ask("close");
      await child.close();
    },
  };
}
