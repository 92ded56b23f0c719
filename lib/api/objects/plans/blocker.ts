import { z } from "zod";
import { fill, output } from "../output.js";

export const Blocker = output("MobilityServiceUpdateBlocker", "Something that is in the way of an update.", {
  Code: z.string(),
  Message: z.string(),
  RecommendedAction: z.string(),
});

export const HeldVersion = output("MobilityServiceHeldVersion", "A newer version that is not chosen because it is on hold.", {
  Version: z.string(),
  Reason: z.string(),
});

export const heldVersion = ({ version, reason }: Readonly<{ version: string; reason: string }>) =>
  fill(HeldVersion, { Version: version, Reason: reason });
