import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { isMandatory } from "../../lib/api/cmdlet/parameter.js";
import type { ModuleParameter } from "./module-parameter.js";
import { typeOf } from "./types.js";

/** A list that comes in pages: PowerShell's own -First and -Skip choose from it. */
export const isLong = ({ parameterSets }: AnyCmdlet): boolean => Object.values(parameterSets).some(({ shape }) => "SkipToken" in shape);

/** Names that are looked for in a list: by wildcards, and the first of them without its parameter's name. */
export function soughtNames({ name, answers, parameterSets, defaultSet }: AnyCmdlet): readonly string[] {
  if (!name.startsWith("Get-") || answers !== "list") return [];
  const all = parameterSets[defaultSet]?.shape ?? {};
  return ["FriendlyName", "Name"].filter(
    (one) => !(one in all) && Object.values(parameterSets).some(({ shape }) => shape[one] && isMandatory(shape[one])),
  );
}

/** The parameter with what the module does for it in a list. */
export function placed(cmdlet: AnyCmdlet, parameter: ModuleParameter): ModuleParameter {
  const sought = soughtNames(cmdlet);
  if (!sought.includes(parameter.name)) return parameter;
  const help = `${parameter.help} Wildcards stand for several.`;
  return { ...parameter, help, ...(sought[0] === parameter.name && { position: 0 }) };
}

/** Lists of machines are read by their names. */
export const isSorted = ({ name, output }: AnyCmdlet): boolean =>
  name.startsWith("Get-") && ["ASRProtectableItem", "ASRReplicationProtectedItem", "ASRMobilityServiceUpdate"].includes(typeOf(output));
