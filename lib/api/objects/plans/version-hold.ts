import { z } from "zod";
import type { VersionHold } from "../../../fleet/installers/version-hold.js";
import { fill, maybeText, output } from "../output.js";

export const AsrMobilityServiceHold = output("ASRMobilityServiceHold", "A version of the Mobility service that is never chosen.", {
  Version: z.string(),
  OSTag: maybeText.meta({ description: "Only for this operating system; for all when null" }),
  Reason: z.string(),
  HeldBy: maybeText,
  Since: z.iso.datetime(),
});

export const asrMobilityServiceHold = ({ version, osTag, reason, heldBy, since }: VersionHold) =>
  fill(AsrMobilityServiceHold, { Version: version, OSTag: osTag, Reason: reason, HeldBy: heldBy, Since: since });
