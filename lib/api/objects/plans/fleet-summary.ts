import { z } from "zod";
import { MachineState } from "../../../jobs/plan/machine-states.js";
import { maybeText, output } from "../output.js";

const counted = { Machines: z.number().int() };

export const AsrMobilityServiceSummary = output(
  "ASRMobilityServiceSummary",
  "How many machines there are, by what is true of them. A machine counts once for each of its states and causes.",
  {
    Total: z.number().int(),
    States: z.array(z.object({ State: MachineState, ...counted })).meta({ description: "The most urgent first; those of no machine, too" }),
    Causes: z.array(z.object({ Cause: z.string(), ...counted })).meta({ description: "Those behind the most machines first" }),
    Versions: z.array(z.object({ Version: maybeText, ...counted })).meta({ description: "Newest first; null stands for one that is not known" }),
    Fabrics: z.array(z.object({ FabricId: z.string(), ...counted })),
  },
);
