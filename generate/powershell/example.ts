import type { AnyCmdlet, Example } from "../../lib/api/cmdlet/cmdlet.js";
import { transferOf } from "./client-parameters.js";
import type { ModuleParameter } from "./module-parameter.js";
import { moduleParameters } from "./parameters.js";
import { quoted } from "./words.js";

/** The line that a person would type for an example of a declaration. */
export function exampleLine(cmdlet: AnyCmdlet, { parameters }: Example): string {
  const known = new Map(moduleParameters(cmdlet).map((parameter) => [parameter.name, parameter]));
  const words = Object.entries(parameters).flatMap(([name, value]) => wordsOf(cmdlet, known, name, value));
  return [cmdlet.name, ...words].join(" ");
}

function wordsOf(cmdlet: AnyCmdlet, known: ReadonlyMap<string, ModuleParameter>, name: string, value: unknown): readonly string[] {
  const path = [...known.values()].find(({ readsInto }) => readsInto === name)?.name;
  if (path !== undefined) return [`-${path} ${FILES[name] ?? ".\\file.txt"}`];
  if (transferOf(cmdlet) === "Upload" && name === "FileName") return [`-Path .\\${String(value)}`];
  const parameter = known.get(name);
  if (parameter?.secret) return [`-${name} (Read-Host -AsSecureString ${quoted(name)})`];
  if (parameter?.objectType && isPlaceholder(value)) return [`-${name} ${VARIABLES[parameter.objectType] ?? "$object"}`];
  if (parameter?.kind === "Account" && typeof value === "object") return [`-${name} $fabric.FabricSpecificDetails.RunAsAccounts[0]`];
  if (value === true) return [`-${name}`];
  if (!parameter && name === "SkipToken") return [];
  return [`-${name} ${literal(value)}`];
}

/** What a person would call the file. */
const FILES: Readonly<Record<string, string>> = { Content: ".\\machines.csv", PrivateKey: ".\\id_ed25519", SourceConfig: ".\\config.json" };

const isPlaceholder = (value: unknown): boolean => typeof value === "string" && /^<.*>$/.test(value);

const VARIABLES: Readonly<Record<string, string>> = {
  ASRFabric: "$fabric",
  ASRProtectionContainer: "$container",
  ASRProtectableItem: "$item",
  ASRReplicationProtectedItem: "$rpi",
  ASRRecoveryServicesProvider: "$provider",
  ASRJob: "$job",
};

/** A value as PowerShell writes it. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "$null";
  if (typeof value === "boolean") return value ? "$true" : "$false";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return /^[A-Za-z][\w.-]*$/.test(value) ? value : quoted(value);
  if (Array.isArray(value)) return `@(${value.map(inside).join(", ")})`;
  return `@{ ${Object.entries(value)
    .map(([name, one]) => `${/^\w+$/.test(name) ? name : quoted(name)} = ${inside(one)}`)
    .join("; ")} }`;
}

/** Where a bare word would be taken for a command. */
const inside = (value: unknown): string => (typeof value === "string" ? quoted(value) : literal(value));
