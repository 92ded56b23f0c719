import { z } from "zod";
import type { HopRestarts } from "../../../agents/path/plan-path.js";
import { fill, maybeText, output } from "../output.js";

export const PlannedHop = output("MobilityServicePlannedHop", "One installer on the way, and the restarts before and after it.", {
  From: maybeText,
  To: z.string(),
  RestartFirst: z.boolean().meta({
    description:
      "A restart is mandatory before this version, which would go too far beyond the loaded driver: with Restart the job does it, without it waits for it",
  }),
  Restart: z
    .enum(["None", "Recommended", "Mandatory"])
    .meta({ description: "After this version; mandatory between two hops when the next would go too far" }),
  RestartedByJob: z
    .boolean()
    .meta({ description: "The job restarts the machine itself; without Restart it waits where a restart is mandatory before the next hop" }),
});

type HopShown = HopRestarts & Readonly<{ from?: string | undefined; to: string }>;

/** `restart`: the job is asked to restart the machine. */
export const plannedHops = (hops: readonly HopShown[], restart = false) =>
  hops.map(({ from, to, restartFirst, reboot }, n) => {
    const isDone = n === hops.length - 1 ? reboot !== "None" : reboot === "Mandatory";
    return fill(PlannedHop, { From: from, To: to, RestartFirst: restartFirst, Restart: reboot, RestartedByJob: restart && isDone });
  });
