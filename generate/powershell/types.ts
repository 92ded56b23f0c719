import { z } from "zod";
import { OUTPUTS } from "../../lib/api/objects/output.js";
import { list, map, quoted } from "./words.js";

/** An output object as the module must know it to rebuild it from JSON. */
export type ModuleType = Readonly<{
  id: string;
  fullName: string;
  properties: readonly string[];
  dates: readonly string[];
  objects: Readonly<Record<string, readonly string[]>>;
}>;

const REAL = "Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.";

/** What Microsoft's module puts out; the other objects are ours, and say so by their type name. */
const MICROSOFTS = new Set(
  [
    "ASRAlertSetting ASRErrorDetails ASREvent ASRFabric ASRGroupTaskDetails ASRHealthError ASRInMageAzureV2SpecificRPIDetails",
    "ASRInMageRcmFabricSpecificDetails ASRInMageRcmMobilityAgentDetails ASRInMageRcmSpecificRPIDetails ASRJob ASRMasterTargetServer ASRPolicy",
    "ASRProcessServer ASRProcessServerDetails ASRProtectableItem ASRProtectionContainer ASRProtectionContainerMapping ASRProviderError",
    "ASRRecoveryServicesProvider ASRReplicationProtectedItem ASRRunAsAccount ASRServiceError ASRTask ASRVMWareSpecificDetails",
    "ASRVMWareSpecificVMDetails ASRVaultSettings ASRvCenter AsrInMageAzureV2DiskInput ASRInMageRcmDiskInput ASRAzuretoAzureDiskReplicationConfig",
  ].flatMap((line) => line.split(" ")),
);

/** The type name that objects of this kind have in PowerShell. */
export function fullTypeName(id: string): string {
  if (id === "CurrentScenarioDetails") return "Microsoft.Azure.Management.RecoveryServices.SiteRecovery.Models.CurrentScenarioDetails";
  return `${MICROSOFTS.has(id) ? REAL : "MobilityFleet."}${id}`;
}

export const typeOf = (output: z.ZodObject): string => OUTPUTS.get(output)?.id ?? "";

/** Every declared output object. */
export function moduleTypes(): readonly ModuleType[] {
  const { schemas } = z.toJSONSchema(OUTPUTS, { uri: (id) => `#/${id}`, unrepresentable: "any" });
  return Object.entries(schemas).map(([id, schema]) => {
    const properties = Object.entries(schema.properties ?? {});
    return {
      id,
      fullName: fullTypeName(id),
      properties: properties.map(([name]) => name),
      dates: properties.flatMap(([name, property]) => (JSON.stringify(property).includes('"date-time"') ? [name] : [])),
      objects: Object.fromEntries(
        properties.flatMap(([name, property]) => {
          const inside = [...JSON.stringify(property).matchAll(/"\$ref":"#\/(\w+)"/g)].flatMap(([, of]) => (of === undefined ? [] : [of]));
          return inside.length > 0 ? [[name, inside]] : [];
        }),
      ),
    };
  });
}

/** The table by which the module makes typed objects of answers. */
export const typeTable = (types: readonly ModuleType[]): string =>
  `$script:FleetTypes = ${map(
    types.map(({ id, fullName, properties, dates, objects }) => [
      id,
      `@{ FullName = ${quoted(fullName)}; Properties = ${list(properties)}; Dates = ${list(dates)}; Objects = ${map(Object.entries(objects).map(([name, of]) => [name, list(of)]))} }`,
    ]),
    "\n",
  )}\n`;

/** The members that PowerShell completes where only the type is known; an object has values of its own in their place. */
const members = (properties: readonly string[]): string =>
  properties.map((name) => `<ScriptProperty><Name>${name}</Name><GetScriptBlock>$null</GetScriptBlock></ScriptProperty>`).join("");

/** Objects inside a list print as those of Microsoft's module do: a task as its name, others as their type. */
export const typesFile = (types: readonly ModuleType[]): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<Types>",
    ...types.map(
      ({ id, fullName, properties }) =>
        `  <Type><Name>${fullName}</Name><Members>${members(properties)}<ScriptMethod><Name>ToString</Name><Script>${id === "ASRTask" ? "$this.Name" : `'${fullName}'`}</Script></ScriptMethod></Members></Type>`,
    ),
    "</Types>",
    "",
  ].join("\n");
