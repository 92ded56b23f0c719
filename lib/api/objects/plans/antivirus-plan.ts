import { z } from "zod";
import type { Machine } from "../../../fleet/machines/machine.js";
import { fill, maybeTime, output } from "../output.js";

export const AntivirusPlan = output("AntivirusExclusionPlan", "What would be set in the virus scanner of a machine, from what is on record of it.", {
  Products: z.array(z.string()).meta({ description: "Virus scanners that were found; Defender alone is changed" }),
  ToAdd: z.array(z.string()).meta({ description: "Folders that Defender does not leave out yet" }),
  Added: z.array(z.string()).meta({ description: "Folders that jobs have added already" }),
  AsOf: maybeTime.meta({ description: "When the machine was last looked at; nothing is known of one that nobody has" }),
});
export type AntivirusPlan = z.infer<typeof AntivirusPlan>;

export const antivirusPlan = ({ antivirus, agent }: Machine): AntivirusPlan =>
  fill(AntivirusPlan, {
    Products: [...(antivirus?.products ?? [])],
    ToAdd: [...(antivirus?.missing ?? [])],
    Added: [...(antivirus?.added ?? [])],
    AsOf: antivirus && agent?.checkedAt,
  });
