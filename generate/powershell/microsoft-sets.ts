import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { ONLY_SET, type RecordedCmdlet, type RecordedParameter, recordedOf } from "../microsoft/recorded.js";
import { clientParameters } from "./client-parameters.js";
import type { ModuleParameter } from "./module-parameter.js";

/** A set of ours that asks for less than Microsoft's of the same name stands beside it, under this name. */
const besideName = (set: string): string => `${set}WithoutReplication`;

/** Microsoft's sets of what is replicated without a Mobility service that is pushed, and how. */
const NOT_OURS: Readonly<Record<string, string>> = {
  EnterpriseToEnterprise: "replicates between sites of VMM",
  EnterpriseToAzure: "replicates machines of Hyper-V",
  HyperVSiteToAzure: "replicates machines of Hyper-V",
  AzureToAzure: "replicates machines of Azure, which get the Mobility service as an extension of theirs",
  AzureToAzureWithoutDiskDetails: "replicates machines of Azure, which get the Mobility service as an extension of theirs",
};

type Wanted = ReadonlyMap<string, boolean>;

/** The declared parameters, in Microsoft's sets as they are recorded: each with all its parameters, and with what is mandatory there. */
export function withMicrosoftSets(cmdlet: AnyCmdlet, declared: readonly ModuleParameter[]): readonly ModuleParameter[] {
  const recorded = recordedOf(cmdlet);
  if (!recorded) return declared;
  const own = new Set(clientParameters(cmdlet).map(({ name }) => name));
  const sets = new Map(recordedSets(cmdlet, recorded).map(([name, wanted]) => [name, new Map([...wanted].filter(([one]) => !own.has(one)))]));
  const beside = new Set(besideOf(cmdlet, declared));
  const changed = declared.map((parameter) => ({
    ...parameter,
    sets: moved(parameter, { recorded, sets, beside }),
    ...asRecorded(parameter, recorded),
  }));
  const known = new Set(declared.map(({ name }) => name));
  const added = Object.entries(recorded.parameters).filter(([name]) => !known.has(name) && !own.has(name));
  return [...changed, ...added.map(([name, facts]) => notUsed(name, facts, setsWith(name, sets)))];
}

/** The set that a call fits when more than one would do. */
export function defaultSetOf({ defaultSet }: Pick<AnyCmdlet, "defaultSet">, parameters: readonly ModuleParameter[]): string {
  return parameters.some(({ sets }) => sets.has(besideName(defaultSet))) ? besideName(defaultSet) : defaultSet;
}

/** Sets that are taken as Microsoft's cmdlet takes them, and refused by the words here. */
export const refusedSets = (parameters: readonly ModuleParameter[]): readonly (readonly [string, string])[] =>
  Object.entries(NOT_OURS).filter(([set]) => parameters.some(({ sets }) => sets.has(set)));

function recordedSets({ defaultSet }: AnyCmdlet, { sets, azureRm = {} }: RecordedCmdlet): readonly (readonly [string, Wanted])[] {
  return Object.entries(sets).map(([name, { mandatory, optional }]) => {
    const former = azureRm[name];
    const also = [...optional, ...(former?.mandatory ?? []), ...(former?.optional ?? [])];
    return [
      name === ONLY_SET ? defaultSet : name,
      new Map([...mandatory.map((one) => [one, true] as const), ...also.map((one) => [one, false] as const)]),
    ];
  });
}

/** Our sets with the name of one of Microsoft's that ask for something else. */
function besideOf(cmdlet: AnyCmdlet, declared: readonly ModuleParameter[]): readonly string[] {
  const recorded = recordedOf(cmdlet);
  if (!recorded) return [];
  return recordedSets(cmdlet, recorded).flatMap(([name, wanted]) => {
    const ours = new Map(declared.flatMap(({ name: one, sets }) => (sets.has(name) ? [[one, sets.get(name) ?? false] as const] : [])));
    const fits =
      [...wanted].every(([one, mandatory]) => (ours.get(one) ?? false) === mandatory) && [...ours].every(([one, is]) => !is || wanted.get(one));
    return ours.size === 0 || fits ? [] : [name];
  });
}

type Merge = Readonly<{ recorded: RecordedCmdlet; sets: ReadonlyMap<string, Wanted>; beside: ReadonlySet<string> }>;

function moved(parameter: ModuleParameter, { recorded, sets, beside }: Merge): ReadonlyMap<string, boolean> {
  const { name, kind } = parameter;
  const ours = [...parameter.sets].flatMap(([set, is]) => {
    if (!beside.has(set)) return [[set, is] as const];
    return kind === "Ignored" ? [] : [[besideName(set), is] as const];
  });
  const isMicrosofts = name in recorded.parameters;
  const isFree = !isMicrosofts && kind !== "Ignored" && [...parameter.sets.values()].every((is) => !is);
  const theirs = isMicrosofts
    ? setsWith(name, sets)
    : isFree && [...parameter.sets.keys()].some((set) => beside.has(set))
      ? new Map([...sets.keys()].filter((set) => !(set in NOT_OURS)).map((set) => [set, false]))
      : new Map<string, boolean>();
  return new Map([...ours, ...theirs]);
}

const setsWith = (name: string, sets: ReadonlyMap<string, Wanted>): Wanted =>
  new Map([...sets].flatMap(([set, wanted]) => (wanted.has(name) ? [[set, wanted.get(name) ?? false] as const] : [])));

function asRecorded({ name, kind, help }: ModuleParameter, { parameters }: RecordedCmdlet): Partial<ModuleParameter> {
  const facts = parameters[name];
  if (!facts || kind !== "Ignored") return {};
  const { sets: _sets, ...typed } = notUsed(name, facts, new Map());
  return { ...typed, help };
}

function notUsed(name: string, { type, values, byValue, byPropertyName, aliases = [] }: RecordedParameter, sets: Wanted): ModuleParameter {
  return {
    ...{ name, sets, aliases, kind: "Ignored" as const },
    ...typeOfRecorded(type),
    help: "Accepted so that existing scripts run, and not used: replication itself is set up in the vault.",
    ...(values && { values }),
    ...(byValue && { byValue }),
    ...(byPropertyName && { byPropertyName }),
  };
}

/** The type of PowerShell for one of Microsoft's; objects are bound by their type name. */
export function typeOfRecorded(type: string): Pick<ModuleParameter, "type" | "objectType"> {
  const object = /^(Asr\w+?)(\[\])?$/i.exec(type);
  if (object) return { type: `PSObject${object[2] ?? ""}`, objectType: object[1] ?? "" };
  if (type.startsWith("IDictionary")) return { type: "System.Collections.IDictionary" };
  return { type: TYPES[type] ?? "System.Object" };
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ String: "string", "String[]": "string[]", SwitchParameter: "switch", Int32: "int", Integer: "int", DateTime: "System.DateTime" },
};
