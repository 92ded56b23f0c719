import { z } from "zod";
import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import recorded from "./recorded-syntax.json" with { type: "json" };

const names = z.array(z.string());
const RecordedSet = z.object({ mandatory: names, optional: names });
const RecordedParameter = z.object({
  type: z.string(),
  position: z.number().optional(),
  byValue: z.boolean().optional(),
  byPropertyName: z.boolean().optional(),
  aliases: names.optional(),
  values: names.optional(),
});
const RecordedCmdlet = z.object({
  /** The short names that it is exported by. */
  aliases: names,
  output: z.string(),
  supportsShouldProcess: z.boolean(),
  defaultSet: z.string(),
  sets: z.record(z.string(), RecordedSet),
  /** What the same set of AzureRM 6.13 has beside it. */
  azureRm: z.record(z.string(), RecordedSet).optional(),
  parameters: z.record(z.string(), RecordedParameter),
});

/**
 * The syntax of a cmdlet of Az.RecoveryServices (azps-16.2.0), without -DefaultProfile, -WhatIf and -Confirm. Where its help shows a switch as optional that its source
 * declares as mandatory, the source counts.
 */
export type RecordedCmdlet = z.infer<typeof RecordedCmdlet>;
export type RecordedParameter = z.infer<typeof RecordedParameter>;

/** The name of the only set of a cmdlet that names none. */
export const ONLY_SET = "__AllParameterSets";

/** By its name in Az.RecoveryServices. */
export const RECORDED: ReadonlyMap<string, RecordedCmdlet> = new Map(Object.entries(z.record(z.string(), RecordedCmdlet).parse(recorded)));

const BY_FUNCTION: ReadonlyMap<string, RecordedCmdlet> = new Map([...RECORDED].map(([name, cmdlet]) => [functionOf(name).toLowerCase(), cmdlet]));

/** The recorded syntax of a cmdlet of ours; undefined where Microsoft has none. */
export const recordedOf = ({ name }: Pick<AnyCmdlet, "name">): RecordedCmdlet | undefined => BY_FUNCTION.get(name.toLowerCase());

/** The function of our module that stands for a cmdlet of Microsoft's. */
export function functionOf(name: string): string {
  return name.replace("-AzRecoveryServicesAsr", "-AzureRmRecoveryServicesAsr");
}
