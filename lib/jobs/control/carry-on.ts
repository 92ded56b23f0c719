import { hasCode } from "../../core/errors.js";
import { advance } from "../engine/advance.js";
import type { Job } from "../job.js";
import type { Learned } from "../learned.js";
import type { JobDeps } from "../ports.js";

/** What a suspended job learns while it waits; or that it stays as it is. */
type Decision = (job: Job | undefined) => Learned | "stays";

/** A suspended job goes on at the step where it was, unless it is decided otherwise about the row as it stands. */
export const carryOn =
  ({ jobs, queue, clock }: JobDeps) =>
  async (name: string, decide: Decision): Promise<Job | undefined> => {
    for (;;) {
      const found = await jobs.find(name);
      const learned = decide(found?.value);
      if (!found || learned === "stays") return undefined;
      const resumed = advance(found.value, { type: "resumed", learned }, NO_STEPS, clock.now());
      try {
        await jobs.replace(resumed, found.etag, "Suspended");
        await queue.send({ jobName: resumed.name, ticket: resumed.ticket }, 0);
        return resumed;
      } catch (error) {
        if (!hasCode(error, "Conflict")) throw error;
      }
    }
  };

const NO_STEPS = () => []; // a resumption looks at no step
