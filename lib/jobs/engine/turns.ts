import type { Clock } from "../../core/clock.js";
import type { JobMessage } from "../ports.js";
import type { JobKeeper } from "./job-keeper.js";

/** A turn is what one invocation does for one job. All that this process is at, so that it can show that it lives, and leave in good order. */
export type Turns = Readonly<{
  /** Counts the work as the turn of that message until it has ended. */
  during(message: JobMessage, keeper: JobKeeper, work: () => Promise<void>): Promise<void>;
  /** The messages of those that have not ended. */
  atWork(): readonly JobMessage[];
  /** Gives a sign of life for each turn whose job was not written for so long. */
  showAlive(olderThanMs: number): Promise<void>;
  /** True when a turn should end between two steps, because the process is about to end. */
  isLeaving(): boolean;
  /** Asks all turns to end at their next safe point; resolves when they have. */
  leave(): Promise<void>;
}>;

/** The turns of this process. */
export function turnsOf(clock: Clock): Turns {
  const turns = new Map<Promise<void>, Readonly<{ message: JobMessage; keeper: JobKeeper }>>();
  let leaving = false;
  return {
    async during(message, keeper, work) {
      const turn = work();
      turns.set(turn, { message, keeper });
      try {
        await turn;
      } finally {
        turns.delete(turn);
      }
    },
    atWork: () => [...turns.values()].map(({ message }) => message),
    async showAlive(olderThanMs) {
      const quiet = [...turns.values()].filter(({ keeper }) => clock.now().getTime() - keeper.writtenAt() >= olderThanMs);
      await Promise.allSettled(quiet.map(({ keeper }) => keeper.showAlive())); // one that fails is told of at the turn's next save
    },
    isLeaving: () => leaving,
    async leave() {
      leaving = true;
      while (turns.size > 0) await Promise.allSettled(turns.keys());
    },
  };
}
