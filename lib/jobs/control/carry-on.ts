import { hasCode } from "../../core/errors.js";
import { advance } from "../engine/advance.js";
import type { Job } from "../job.js";
import type { Learned } from "../learned.js";
import type { JobDeps } from "../ports.js";

/** What a suspended job learns while it waits; that it stays as it is; or that it goes on already, and its message is sent once more. */
type Decision = (job: Job | undefined) => Learned | "stays" | "goes on";

/** A suspended job goes on at the step where it was, unless it is decided otherwise about the row as it stands. */
export const carryOn =
  ({ jobs, queue, clock }: JobDeps) =>
  async (name: string, decide: Decision): Promise<Job | undefined> => {
    const send = async (job: Job): Promise<Job> => {
      await queue.send({ jobName: job.name, ticket: job.ticket }, 0);
      return job;
    };
    for (;;) {
      const found = await jobs.find(name);
      const learned = decide(found?.value);
      if (!found || learned === "stays") return undefined;
      if (learned === "goes on") return send(found.value);
      const resumed = advance(found.value, { type: "resumed", learned }, NO_STEPS, clock.now());
      try {
        await jobs.replace(resumed, found.etag, "Suspended");
        return await send(resumed);
      } catch (error) {
        if (!hasCode(error, "Conflict")) throw error;
      }
    }
  };

const NO_STEPS = () => []; // a resumption looks at no step
