import { FleetError, hasCode } from "../../core/errors.js";
import { isFinal, type Job } from "../job.js";
import type { JobDeps } from "../ports.js";

/** Asks the job to end at its next step, and wakes it. It never ends what runs on the machine. A final job is given back as it is. */
export const stopJob =
  ({ jobs, queue, clock }: JobDeps) =>
  async (name: string): Promise<Job> => {
    for (;;) {
      const found = await jobs.find(name);
      if (!found) throw new FleetError("ResourceNotFound", `There is no job "${name}"`, { target: "Name" });
      const { value: job, etag } = found;
      if (isFinal(job)) return job;
      if (job.cancelRequested) {
        await queue.send({ jobName: name, ticket: job.ticket }, 0); // the first message may be lost, and nothing rescues a suspended job
        return job;
      }
      const asked: Job = {
        ...job,
        cancelRequested: true,
        stateDescription: "Cancelling",
        ticket: job.ticket + 1,
        dueTime: clock.now().toISOString(),
      };
      try {
        await jobs.replace(asked, etag, job.state);
        await queue.send({ jobName: name, ticket: asked.ticket }, 0);
        return asked;
      } catch (error) {
        if (!hasCode(error, "Conflict")) throw error;
      }
    }
  };
