import { fleet } from "../lib/start.js";
import { AlertMessage } from "./deliver-alert.js";
import { logOf } from "./log-of.js";
import { ProbeMessage } from "./probe-machine.js";
import { JobMessage } from "./run-job.js";
import { work } from "./work.js";

const schemas = { jobs: JobMessage, alerts: AlertMessage, probes: ProbeMessage };

/** A timer, not the trigger of a queue: the host hands no function a message that it cannot decode, and looks at it again every ten minutes. */
work.timer("poisoned-messages", {
  schedule: "15 * * * * *",
  handler: async (_timer, context) => {
    await (await fleet()).emptyPoisonQueues(schemas, logOf(context));
  },
});
