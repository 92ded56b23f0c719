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

/** What an object inside a list prints as, where that is not its type as in Microsoft's module. */
const SHOWN: Readonly<Record<string, string>> = {
  ASRTask: "$this.Name",
  ASRChildTask: "'{0}: {1}' -f $this.FriendlyName, $this.State",
  InventoryDifference: "$this.FriendlyName",
  InventoryFieldChange: "'{0}: {1} -> {2}' -f $this.Field, $this.Before, $this.After",
  MobilityServiceHeldVersion: "'{0} ({1})' -f $this.Version, $this.Reason",
  MobilityServicePlanBlockers: "'{0} ({1})' -f $this.Code, $this.Machines",
  MobilityServicePlannedGroup: "'{0} ({1})' -f $this.Name, $this.Machines",
  MobilityServicePlannedHop: "$this.To",
  MobilityServicePlannedMachine: "$this.FriendlyName",
  MobilityServiceUpdateBlocker: "'{0}: {1}' -f $this.Code, $this.Message",
};

/** A list in a property is still an array; as a text it is what stands in it, so that Export-Csv shows that. */
const LIST = "MobilityFleet.List";

/** How objects and lists print inside others. */
export const typesFile = (types: readonly ModuleType[]): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<Types>",
    printsAs(LIST, "[string]::Join('; ', @(foreach ($one in $this) { [string]$one }))"),
    ...types.map(({ id, fullName, properties }) => printsAs(fullName, SHOWN[id] ?? `'${fullName}'`, members(properties))),
    "</Types>",
    "",
  ].join("\n");

const printsAs = (type: string, script: string, before = ""): string =>
  `  <Type><Name>${type}</Name><Members>${before}<ScriptMethod><Name>ToString</Name><Script>${script}</Script></ScriptMethod></Members></Type>`;
