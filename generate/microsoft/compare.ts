import { typeOfRecorded } from "../powershell/microsoft-sets.js";
import { fullTypeName } from "../powershell/types.js";
import { functionOf, ONLY_SET, RECORDED, type RecordedCmdlet } from "./recorded.js";
import type { ShownCmdlet, ShownParameter, ShownSet } from "./shown.js";

/** What became of one set of one of Microsoft's cmdlets. */
export type Compared = Readonly<{
  cmdlet: string;
  set: string;
  verdict: "same" | "differs" | "missing";
  /** In what it differs. */
  differences: readonly string[];
  /** Parameters of ours beside Microsoft's. */
  additions: readonly string[];
}>;

/** Every recorded set beside what PowerShell itself shows of the module. */
export function compareSyntax(shown: readonly ShownCmdlet[]): readonly Compared[] {
  const ours = new Map(shown.map((one) => [one.name.toLowerCase(), one]));
  return [...RECORDED].flatMap(([cmdlet, recorded]) => {
    const found = ours.get(functionOf(cmdlet).toLowerCase());
    return Object.keys(recorded.sets).map((set) => {
      const same = found?.sets.find(isSet(recorded, set)) ?? (set === ONLY_SET ? found?.sets.find(({ isDefault }) => isDefault) : undefined);
      if (!same) return { cmdlet, set, verdict: "missing" as const, differences: [], additions: [] };
      const differences = [...differencesOf(recorded, set, same), ...aliasesLacking(recorded, found)];
      return {
        cmdlet,
        set,
        verdict: differences.length > 0 ? ("differs" as const) : ("same" as const),
        differences,
        additions: additionsOf(recorded, set, same),
      };
    });
  });
}

/** Sets of ours that Microsoft's cmdlet has not, by the name of Microsoft's cmdlet. */
export function setsOfOurs(shown: readonly ShownCmdlet[]): ReadonlyMap<string, readonly string[]> {
  const ours = new Map(shown.map((one) => [one.name.toLowerCase(), one]));
  return new Map(
    [...RECORDED].map(([cmdlet, { sets }]) => [
      cmdlet,
      (ours.get(functionOf(cmdlet).toLowerCase())?.sets ?? [])
        .filter((one) => !Object.keys(sets).some((set) => isSet({ sets }, set)(one)))
        .map(({ name }) => name),
    ]),
  );
}

function differencesOf(recorded: RecordedCmdlet, set: string, shown: ShownSet): readonly string[] {
  const { mandatory = [], optional = [] } = recorded.sets[set] ?? {};
  const has = new Map(shown.parameters.map((one) => [one.name, one]));
  const named = [...mandatory, ...optional].flatMap((name) => {
    const one = has.get(name);
    return one ? parameterDifferences(recorded, { name, isMandatory: mandatory.includes(name), one }) : [`-${name} is missing`];
  });
  const asked = shown.parameters.filter((one) => one.isMandatory && ![...mandatory, ...optional].includes(one.name));
  const processed = recorded.supportsShouldProcess && !has.has("WhatIf") ? ["-WhatIf and -Confirm are missing"] : [];
  return [...named, ...asked.map(({ name }) => `-${name} is mandatory`), ...processed];
}

/** Microsoft's set by its name; the only one of a cmdlet has none, and is known by what is mandatory in it. */
function isSet({ sets }: Pick<RecordedCmdlet, "sets">, set: string): (one: ShownSet) => boolean {
  if (set !== ONLY_SET) return ({ name }) => name === set;
  const mandatory = [...(sets[set]?.mandatory ?? [])].sort().join(" ");
  return ({ parameters }) => mandatoryOf(parameters) === mandatory;
}

const mandatoryOf = (parameters: readonly ShownParameter[]): string =>
  parameters
    .flatMap(({ name, isMandatory }) => (isMandatory ? [name] : []))
    .sort()
    .join(" ");

type Pair = Readonly<{ name: string; isMandatory: boolean; one: ShownParameter }>;

function parameterDifferences({ parameters }: RecordedCmdlet, { name, isMandatory, one }: Pair): readonly string[] {
  const facts = parameters[name];
  if (!facts) return [];
  const { type, objectType } = typeOfRecorded(facts.type);
  const wanted = objectType === undefined ? (TYPES[type] ?? type.replace(/^System\.(Collections\.)?/, "")) : fullTypeName(objectType);
  const lacking = (facts.aliases ?? []).filter((alias) => !one.aliases.includes(alias));
  return [
    ...(one.isMandatory === isMandatory ? [] : [`-${name} is ${isMandatory ? "optional" : "mandatory"}`]),
    ...(one.type.toLowerCase() === wanted.toLowerCase() ? [] : [`-${name} takes ${one.type}`]),
    ...(facts.position === undefined || facts.position === one.position ? [] : [`-${name} is not at position ${facts.position}`]),
    ...(facts.byValue && !one.byValue ? [`-${name} takes nothing from the pipeline`] : []),
    ...(facts.byPropertyName && !one.byPropertyName ? [`-${name} is not bound by property name`] : []),
    ...lacking.map((alias) => `-${name} is not also -${alias}`),
    ...(!facts.values || facts.values.every((value) => one.values.includes(value)) ? [] : [`-${name} takes ${one.values.join(", ") || "any text"}`]),
  ];
}

/** As PowerShell shows the types that it has a short word for. */
const TYPES: Readonly<Record<string, string>> = { string: "String", "string[]": "String[]", switch: "SwitchParameter", int: "Int32" };

function aliasesLacking({ aliases }: RecordedCmdlet, found: ShownCmdlet | undefined): readonly string[] {
  const has = new Set(found?.aliases.map((alias) => alias.toLowerCase()));
  return aliases.filter((alias) => !has.has(alias.toLowerCase())).map((alias) => `${alias} is missing`);
}

function additionsOf(recorded: RecordedCmdlet, set: string, { parameters }: ShownSet): readonly string[] {
  const { mandatory = [], optional = [] } = recorded.sets[set] ?? {};
  const theirs = new Set([...mandatory, ...optional, "WhatIf", "Confirm", "DefaultProfile"]);
  return parameters.map(({ name }) => name).filter((name) => !theirs.has(name));
}
