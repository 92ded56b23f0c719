import { setTimeout as turn } from "node:timers/promises";

type Question = () => boolean | Promise<boolean>;

/** Asks until the answer is yes, at most so long: the way in which tests wait for what they cannot be told of. */
export async function until(question: Question, { withinMs = 60_000, everyMs = 20, what = `${question}` } = {}): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await question()); await turn(everyMs)) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
  }
}

/** Asks again and again for so long, and the answer stays yes: what does not happen can only be looked at for a while. */
export async function stays(question: Question, { forMs, everyMs = 20 }: Readonly<{ forMs: number; everyMs?: number }>): Promise<void> {
  for (const end = Date.now() + forMs; Date.now() < end; await turn(everyMs)) {
    if (!(await question())) throw new Error(`it did not stay so: ${question}`);
  }
}

/** The time that a slow partner takes between two bytes; no test waits by it. */
export const pace = (ms: number): Promise<void> => turn(ms);
