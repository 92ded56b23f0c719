import type { Answer } from "../soap/read-envelope.js";
import type { Line } from "./open-line.js";

/** Several connections to one machine, each logged in: one waits for what a command prints while others talk. */
export type Lines = Readonly<{ ask: Line["ask"]; close(): void }>;

/** A server closes what is idle after two minutes; one that it closes at the moment of a request would lose it. */
const IDLE_MS = 30_000;

/** `open` logs in on one more connection. What was asked is not asked again on another one: nobody knows whether it was heard. */
export function lines(first: Line, open: (signal?: AbortSignal) => Promise<Line>): Lines {
  const all = new Set([first]);
  const idle = new Map<Line, NodeJS.Timeout>();
  let closed = false;
  const rest = (line: Line) => {
    if (closed || !line.isOpen()) return drop(line);
    idle.set(line, setTimeout(() => drop(line), IDLE_MS).unref());
  };
  const drop = (line: Line) => {
    clearTimeout(idle.get(line));
    idle.delete(line);
    all.delete(line);
    line.close();
  };
  const take = async (signal?: AbortSignal): Promise<Line> => {
    for (const [line, timer] of [...idle].reverse()) {
      clearTimeout(timer);
      idle.delete(line);
      if (line.isOpen()) return line;
      drop(line);
    }
    const line = await open(signal);
    all.add(line);
    if (closed) drop(line);
    return line;
  };
  rest(first);
  return {
    ask: async (envelope, limits): Promise<Answer> => {
      const line = await take(limits.signal);
      return line.ask(envelope, limits).finally(() => rest(line));
    },
    close: () => {
      closed = true;
      for (const line of [...all]) drop(line);
    },
  };
}
