import { z } from "zod";
import type { PathHop } from "../../../agents/path/plan-path.js";
import type { Installer } from "../../../fleet/installers/installer.js";
import { fill, maybeText, output } from "../output.js";

export const PlannedHop = output("MobilityServicePlannedHop", "One installer on the way, and the restart after it.", {
  From: maybeText,
  To: z.string(),
  Restart: z
    .enum(["None", "Recommended", "Mandatory"])
    .meta({ description: "After this version; mandatory between two hops when the next would go too far" }),
  RestartedByJob: z
    .boolean()
    .meta({ description: "The job restarts the machine itself; without Restart it waits where a restart is mandatory before the next hop" }),
});

/** `restart`: the job is asked to restart the machine. */
export const plannedHops = (hops: readonly PathHop<Installer>[], restart = false) =>
  hops.map(({ from, to, reboot }, n) => {
    const isDone = n === hops.length - 1 ? reboot !== "None" : reboot === "Mandatory";
    return fill(PlannedHop, { From: from, To: to, Restart: reboot, RestartedByJob: restart && isDone });
  });
