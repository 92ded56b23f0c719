import type { z } from "zod";
import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { factsOf, isMandatory, type ParameterFacts } from "../../lib/api/cmdlet/parameter.js";
import { clientParameters, fileParameters, transferOf } from "./client-parameters.js";
import { withCredential } from "./credential.js";
import { placed } from "./lists.js";
import { withMicrosoftSets } from "./microsoft-sets.js";
import type { ModuleParameter } from "./module-parameter.js";
import { inputOf, plainType } from "./parameter-type.js";

/** The parameters of a cmdlet in the module. Pages are read by the module itself, so there is no SkipToken. */
export function moduleParameters(cmdlet: AnyCmdlet): readonly ModuleParameter[] {
  const declared = onePipeline(declaredParameters(cmdlet)).filter(({ name }) => name !== "SkipToken" && !isUploaded(cmdlet, name));
  const bound = declared.map((one) => piped(cmdlet, one)).flatMap(withPath);
  return [
    ...withCredential(withMicrosoftSets(cmdlet, bound).map((one) => placed(cmdlet, one))),
    ...fileParameters(cmdlet),
    ...clientParameters(cmdlet),
  ];
}

/** Every set of a cmdlet in the module: those of the declaration, those that are Microsoft's, and those with a path for a text. */
export const setNames = (cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[]): readonly string[] => [
  ...new Set([...Object.keys(cmdlet.parameterSets), ...parameters.flatMap(({ sets }) => [...sets.keys()])]),
];

/** What a Get- cmdlet puts out goes on to the Set- or Remove- of the same thing: an account by value, anything that is known by a name by that property. */
function piped({ name }: AnyCmdlet, parameter: Declared): Declared {
  if (!/^(Set|Remove)-/.test(name)) return parameter;
  if (parameter.kind === "Account" && name.endsWith("RunAsAccount")) return { ...parameter, byValue: true };
  const isKey = parameter.kind === "Plain" && !parameter.secret && ["Name", "Version", "OSTag", "OsTag"].includes(parameter.name);
  return isKey ? { ...parameter, byPropertyName: true } : parameter;
}

const isUploaded = (cmdlet: AnyCmdlet, name: string): boolean => transferOf(cmdlet) === "Upload" && (name === "FileName" || name === "Sha256");

type Declared = ModuleParameter & Readonly<{ path?: string; isExtension: boolean }>;

type Found = { schemas: z.core.$ZodType[]; sets: Map<string, boolean> };

function declaredParameters({ parameterSets }: AnyCmdlet): readonly Declared[] {
  const found = new Map<string, Found>();
  for (const [set, { shape }] of Object.entries(parameterSets))
    for (const [name, schema] of Object.entries(shape)) {
      const known: Found = found.get(name) ?? { schemas: [], sets: new Map() };
      known.schemas.push(schema);
      known.sets.set(set, isMandatory(schema));
      found.set(name, known);
    }
  const names = new Set(found.keys());
  const sets = pathSets(parameterSets);
  return [...found].map(([name, { schemas, sets: own }]) => {
    const [first, ...others] = schemas.map((schema) => described(name, schema, names));
    if (!first) throw new TypeError(`${name} has no schema`);
    const isOne = others.every((other) => other.type === first.type && other.objectType === first.objectType);
    const same: Declared = isOne ? first : { ...first, type: "System.Object", kind: "Plain" };
    return { ...same, sets: alsoInPathSets(own, sets, same) };
  });
}

/** One parameter only takes the objects of a kind from the pipeline: Microsoft's own where there is one. The others would make the set ambiguous. */
function onePipeline(parameters: readonly Declared[]): readonly Declared[] {
  const chosen = new Map<string, Declared>();
  for (const parameter of parameters) {
    const { objectType = parameter.type, byValue } = parameter;
    const before = chosen.get(objectType);
    if (byValue && (!before || (before.isExtension && !parameter.isExtension))) chosen.set(objectType, parameter);
  }
  return parameters.map((parameter) =>
    parameter.byValue && chosen.get(parameter.objectType ?? parameter.type) !== parameter
      ? { ...parameter, byValue: false, byPropertyName: false }
      : parameter,
  );
}

/** Set of the declaration → the set in which a path stands for its mandatory text. */
function pathSets(parameterSets: AnyCmdlet["parameterSets"]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(parameterSets).flatMap(([set, { shape }]) =>
      Object.values(shape).some((schema) => isMandatory(schema) && factsOf(schema).path !== undefined)
        ? [[set, `${set.replace(/Content$/, "")}Path`]]
        : [],
    ),
  );
}

function alsoInPathSets(own: ReadonlyMap<string, boolean>, sets: ReadonlyMap<string, string>, { path }: Declared): ReadonlyMap<string, boolean> {
  const copied = [...own].flatMap(([set, mandatory]) => {
    const other = sets.get(set);
    return other !== undefined && !(path !== undefined && mandatory) ? [[other, mandatory] as const] : [];
  });
  return new Map([...own, ...copied]);
}

/** A text that people have in a file gets a second parameter, for the path. */
function withPath(parameter: Declared): readonly ModuleParameter[] {
  const { path, isExtension: _known, ...plain } = parameter;
  if (path === undefined) return [plain];
  const sets = new Map([...plain.sets].map(([set, mandatory]) => [mandatory ? `${set.replace(/Content$/, "")}Path` : set, mandatory]));
  return [
    plain,
    {
      name: path,
      sets,
      type: "string",
      help: `Path of a file, in place of ${plain.name}. ${plain.help}`,
      aliases: [],
      kind: "Client",
      readsInto: plain.name,
    },
  ];
}

function described(name: string, schema: z.core.$ZodType, names: ReadonlySet<string>): Declared {
  const facts = factsOf(schema);
  const base = {
    name,
    sets: new Map<string, boolean>(),
    help: facts.description,
    aliases: facts.aliases ?? [],
    isExtension: facts.extension ?? false,
    ...(facts.path !== undefined && { path: facts.path }),
  };
  if (facts.ignored) return { ...base, type: "System.Object", kind: "Ignored" };
  if (facts.objects) return { ...base, ...objectParameter(name, facts.objects, base.aliases, names) };
  if (facts.secret) return { ...base, type: "System.Security.SecureString", kind: "Plain", secret: true };
  if (facts.isTime) return { ...base, type: facts.isZoned ? "System.DateTimeOffset" : "System.DateTime", kind: "Plain" };
  return { ...base, kind: "Plain", ...plainType(inputOf(schema), isMandatory(schema)), ...(name === "ResourceId" && { byPropertyName: true }) };
}

const KIND = { ID: "Object", Job: "Job", Account: "Account" } as const;

/** Objects whose full ID other objects carry, as `JobId` and so on: these are bound by that property, too. */
const CARRIED: ReadonlySet<string> = new Set(["ASRJob", "ASRReplicationProtectedItem", "ASRProtectableItem"]);

function objectParameter(
  name: string,
  { type, by, many }: NonNullable<ParameterFacts["objects"]>,
  aliases: readonly string[],
  names: ReadonlySet<string>,
) {
  const noun = type.replace(/^ASR/, "");
  const carried = CARRIED.has(type) && [name, ...aliases].includes(noun) && !names.has(`${noun}Id`) ? [`${noun}Id`] : [];
  return {
    type: many ? "PSObject[]" : "PSObject",
    kind: KIND[by],
    objectType: type,
    aliases: [...aliases, ...carried],
    ...(by !== "Account" && { byValue: true, byPropertyName: true }),
    ...(many && { many: "batch" as const }),
  };
}
