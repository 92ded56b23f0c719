import type { Clock } from "../core/clock.js";
import { FleetError, hasCode } from "../core/errors.js";
import { advance } from "./engine/advance.js";
import type { Job } from "./job.js";
import type { JobQueue, JobStore } from "./ports.js";

type Deps = Readonly<{ jobs: JobStore; queue: JobQueue; clock: Clock }>;

/** A suspended job goes on at the step where it was. Throws Conflict when it is not suspended, ResourceNotFound when it is not there. */
export const resumeJob =
  ({ jobs, queue, clock }: Deps) =>
  async (name: string): Promise<Job> => {
    for (;;) {
      const found = await jobs.find(name);
      if (!found) throw new FleetError("ResourceNotFound", `There is no job "${name}"`, { target: "Name" });
      if (found.value.state !== "Suspended" || found.value.cancelRequested) throw notSuspended(found.value);
      const resumed = advance(found.value, { type: "resumed" }, NO_STEPS, clock.now());
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

const notSuspended = ({ name, state, stateDescription }: Job) =>
  new FleetError("Conflict", `Job ${name} is ${stateDescription === "Cancelling" ? "being stopped" : state}; expected a job that is Suspended`, {
    target: "Name",
    recommendedAction:
      state === "Failed" || state === "Cancelled" ? "Start it anew with Restart-AsrJob." : "Nothing: it goes on, or has ended, by itself.",
  });
