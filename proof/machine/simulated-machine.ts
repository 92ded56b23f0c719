import { createHash } from "node:crypto";
import { FleetError } from "../../lib/core/errors.js";
import type { DetachedRun, RemoteMachine, ScriptOptions, StagedFile, StageState } from "../../lib/remote/machine.js";
import type { CommandResult } from "../../lib/remote/transport.js";
import { type Program, simulatedSlot } from "./simulated-slot.js";

export type SimulatedMachine = Readonly<{ connect(): RemoteMachine; secrets(): readonly string[]; settle(): void }>;

type Options = Readonly<{
  now: () => number;
  bootId: () => string;
  /** What a script prints, and how it ends. */
  answer: (script: string, options: ScriptOptions) => Promise<CommandResult>;
  /** What a command of the login user does. */
  command?: (words: readonly unknown[]) => CommandResult;
  /** Begins what runs detached. */
  begin: (run: DetachedRun) => Program;
}>;

const SLICE = 65_536;
const DONE: CommandResult = { exitCode: 0, stdout: "", stderr: "", truncated: false };

/** A machine in this process, which holds to the contract of a remote machine: cache, fence and run slot are there, what scripts say and do is given. */
export function simulatedMachine({ now, bootId, answer, begin, command = () => DONE }: Options): SimulatedMachine {
  const cache = new Map<string, Buffer>();
  const parts = new Map<string, Buffer>();
  const slot = simulatedSlot({ now, bootId, begin, isCached: (sha256) => cache.has(sha256) });
  const stage = async (file: StagedFile, budgetMs: number, signal: AbortSignal): Promise<StageState> => {
    const { sha256, sizeBytes } = file;
    const path = `/cache/${sha256}`;
    if (cache.has(sha256)) return { ready: true, path, sentBytes: 0 };
    let part = parts.get(sha256) ?? Buffer.alloc(0);
    const before = part.length;
    const until = now() + budgetMs;
    for await (const slice of slicesOf(file, before, signal)) {
      part = Buffer.concat([part, slice]);
      parts.set(sha256, part);
      if (part.length < sizeBytes && now() >= until) return { ready: false, receivedBytes: part.length, sentBytes: part.length - before };
    }
    parts.delete(sha256);
    if (createHash("sha256").update(part).digest("hex") !== sha256)
      throw new FleetError("InstallerCorrupt", "the simulated machine got another file than was named", { retryable: true });
    cache.set(sha256, part);
    return { ready: true, path, sentBytes: part.length - before };
  };
  const remote: RemoteMachine = {
    hostKey: { type: "ssh-ed25519", sha256: "x" },
    script: async (text, options = {}) => cut(await inTime(answer(text, options), options), options),
    run: async (words) => command([words].flat()),
    stage: async (file, { fence, budgetMs, signal = new AbortController().signal }) => {
      slot.fence(fence);
      return stage(file, budgetMs, signal);
    },
    launch: async (run, fence) => slot.launch(run, fence),
    look: async (range) => slot.look(range),
    logTail: async (bytes) => slot.logTail(bytes),
    clear: async (run, fence) => slot.clear(run, fence),
    close: async () => {},
  };
  return { connect: () => ({ ...remote }), secrets: slot.secrets, settle: slot.settle };
}

async function* slicesOf(file: StagedFile, offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of file.lend(offset, signal)) for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
}

const cut = (result: CommandResult, { maxOutputBytes = Number.POSITIVE_INFINITY }: ScriptOptions): CommandResult =>
  result.stdout.length > maxOutputBytes ? { ...result, stdout: result.stdout.slice(0, maxOutputBytes), truncated: true } : result;

/** Ends with the caller's patience, as a connection does. */
function inTime<T>(work: Promise<T>, { timeoutMs, signal }: ScriptOptions): Promise<T> {
  if (timeoutMs === undefined && !signal) return work;
  return new Promise((resolve, reject) => {
    const late = timeoutMs === undefined ? undefined : setTimeout(() => reject(tooLate(timeoutMs)), timeoutMs);
    const given = () => reject(signal?.reason);
    signal?.addEventListener("abort", given, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(late);
      signal?.removeEventListener("abort", given);
    });
  });
}

const tooLate = (ms: number): FleetError =>
  new FleetError("CommandTimedOut", `the simulated machine did not answer within ${ms} ms`, { retryable: true });
