import { FleetError } from "../../lib/core/errors.js";
import type { DetachedRun, Fence, LaunchState, LogRange, Look, RunId, RunState } from "../../lib/remote/machine.js";

/** A detached program at work: looked at, never waited for. Without an exit code it was killed. */
export type Program = Readonly<{ isOver(): boolean; end(): Readonly<{ exitCode?: number; log: string }> }>;

type Slot = {
  readonly run: RunId;
  readonly installation: string;
  readonly bootId: string;
  readonly begun: number;
  readonly program: Program;
  secrets: readonly string[];
  ended?: Readonly<{ exitCode?: number; log: string }>;
};

type Options = Readonly<{ now: () => number; bootId: () => string; begin: (run: DetachedRun) => Program; isCached: (sha256: string) => boolean }>;

/** The one run slot of a simulated machine, and its fence. Does what the scripts of lib/remote/posix do; one contract holds for both. */
export function simulatedSlot({ now, bootId, begin, isCached }: Options) {
  const fences = new Map<string, number>();
  let slot: Slot | undefined;
  const fence = ({ installation, token }: Fence): void => {
    const seen = fences.get(installation) ?? 0;
    if (token < seen) throw new FleetError("Fenced", `the simulated machine refused the token ${token}: it has seen ${seen}`);
    fences.set(installation, token);
  };
  /** A program that has ended is found ended by whoever looks first. */
  const settle = (): void => {
    if (!slot || slot.ended || slot.bootId !== bootId() || !slot.program.isOver()) return;
    const taken = slot;
    const ended = taken.program.end();
    if (taken.bootId !== bootId()) return; // it restarted the machine
    taken.ended = ended;
    taken.secrets = [];
  };
  const state = (): RunState => {
    settle();
    if (!slot) return { state: "none" };
    const { run, installation, ended, begun } = slot;
    if (ended?.exitCode !== undefined) return { state: "ended", run, installation, exitCode: ended.exitCode };
    if (slot.bootId !== bootId()) return { state: "lost", run, installation, reason: "rebooted" };
    if (ended) return { state: "lost", run, installation, reason: "gone" };
    return { state: "running", run, installation, elapsedSeconds: Math.floor((now() - begun) / 1000) };
  };
  const logOf = ({ offset, bytes }: LogRange) => {
    const whole = slot?.ended?.log ?? "";
    const text = whole.slice(offset, offset + bytes);
    return { text, from: offset, next: offset + text.length, size: whole.length };
  };
  return {
    fence,
    settle,
    launch(detached: DetachedRun, by: Fence): LaunchState {
      fence(by);
      settle();
      if (!slot) {
        if (detached.cached && !isCached(detached.cached.sha256)) return { state: "absent" };
        const { run, secretFiles = {} } = detached;
        slot = { run, installation: by.installation, bootId: bootId(), begun: now(), program: begin(detached), secrets: Object.keys(secretFiles) };
      }
      return state();
    },
    look(range?: LogRange): Look {
      const seen = state();
      if (seen.state === "lost" && slot) slot.secrets = [];
      return { ...seen, ...(range && seen.state !== "none" && { log: logOf(range) }) };
    },
    logTail: (bytes: number): string => (slot?.ended?.log ?? "").slice(-bytes),
    clear(run: RunId, by: Fence): void {
      fence(by);
      const { state: found } = state();
      if (found !== "running" && slot?.run.job === run.job && slot.run.name === run.name) slot = undefined;
    },
    /** Names of secret files that lie in it now. */
    secrets: (): readonly string[] => {
      settle();
      return slot?.secrets ?? [];
    },
  };
}
