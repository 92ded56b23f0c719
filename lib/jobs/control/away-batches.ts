import { LRUCache } from "lru-cache";
import type { Job } from "../job.js";
import type { JobMessage } from "../ports.js";

/** Batches that this process has left because nothing happened, each with the message that brings it back: a child that ends in the same process need not wait for that. */
export type AwayBatches = Readonly<{
  leave(batch: Pick<Job, "name" | "ticket">): void;
  /** The message of a batch that is away, once each time that it left. */
  call(name: string): JobMessage | undefined;
}>;

export function awayBatches(): AwayBatches {
  const away = new LRUCache<string, JobMessage>({ max: 1000 });
  return {
    leave: ({ name, ticket }) => void away.set(name, { jobName: name, ticket }),
    call: (name) => {
      const message = away.get(name);
      away.delete(name);
      return message;
    },
  };
}
