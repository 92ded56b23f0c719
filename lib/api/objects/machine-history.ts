import { z } from "zod";
import { maybeText, output } from "./output.js";

export const AsrMobilityServiceHistory = output(
  "ASRMobilityServiceHistory",
  "One thing that happened to the Mobility service of a machine, or to the machine under it.",
  {
    Time: z.iso.datetime().meta({ description: "Of a restart: when the machine was first seen after it" }),
    Kind: z.enum(["VersionChanged", "Restarted", "Drift"]),
    FromVersion: maybeText,
    ToVersion: maybeText,
    EventCode: maybeText.meta({ description: "Of what the timer found" }),
    Message: z.string(),
    JobName: maybeText,
  },
);
export type AsrMobilityServiceHistory = z.output<typeof AsrMobilityServiceHistory>;
