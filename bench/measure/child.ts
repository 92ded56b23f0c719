import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

type Answer = Readonly<{ id?: number; value?: unknown; error?: string }>;

/** A process of the bench that is asked by messages `{ id, ask, … }` and answers `{ id, value }` or `{ id, error }`. */
export type BenchChild = Readonly<{ pid: number; child: ChildProcess; ask<T>(what: string, more?: object): Promise<T>; close(): Promise<void> }>;

/** Starts a program of dist/bench. It ends when it is told to, and with this process. */
export function benchChild(program: string, { execArgv = [] }: Readonly<{ execArgv?: readonly string[] }> = {}): BenchChild {
  return askable(fork(program, [], { execArgv: [...execArgv], stdio: ["ignore", "inherit", "inherit", "ipc"] }));
}

/** Makes a forked process one that can be asked. */
export function askable(child: ChildProcess): BenchChild {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on("message", (answer: Answer) => {
    if (answer.id === undefined) return; // said by itself, such as that it is ready
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on("exit", (code, signal) => {
    for (const settle of waiting.values()) settle({ error: `the process ended with ${code ?? signal}` });
  });
  return {
    pid: child.pid ?? 0,
    child,
    ask: <T>(what: string, more: object = {}) =>
      new Promise<T>((resolve, reject) => {
        const id = ++last;
        waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value as T) : reject(new Error(`${what}: ${error}`)))); // the program's own answer
        child.send({ id, ask: what, ...more });
      }),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

type Ask = Readonly<{ id?: number; ask?: string } & Record<string, unknown>>;

/** In such a process: answers what it is asked. */
export function answer(doing: Readonly<Record<string, (ask: Ask) => unknown>>): void {
  process.on("message", async (message: Ask) => {
    const { id, ask } = message;
    if (id === undefined || ask === undefined || !Object.hasOwn(doing, ask)) return;
    try {
      reply({ id, value: await doing[ask]?.(message) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}

/** Whoever asked may have ended meanwhile: then nobody hears it, and this process ends by itself. */
const reply = (said: Answer) => process.send?.(said, undefined, undefined, () => {});
