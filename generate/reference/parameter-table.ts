import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { factsOf, isMandatory } from "../../lib/api/cmdlet/parameter.js";
import { SHOULD_PROCESS, setsOf } from "../../lib/api/http/handle-cmdlet.js";
import type { ModuleParameter } from "../powershell/module-parameter.js";
import { setNames } from "../powershell/parameters.js";
import { row } from "./markdown.js";
import { shortType } from "./syntax.js";

/** Each parameter with its type in PowerShell, what it takes over HTTP, where it is mandatory, and whether the pipeline gives it. */
export function parameterSection(cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[]): readonly string[] {
  const http = overHttp(cmdlet);
  const all = setNames(cmdlet, parameters);
  const rows = [
    ...parameters.map((parameter) => parameterRow(cmdlet, all, parameter, http.get(parameter.name))),
    ...[...http].filter(([name]) => !parameters.some((one) => one.name === name)).map(([name, facts]) => httpOnlyRow(cmdlet, name, facts)),
  ];
  const notes = [
    ...(rows.some((line) => line.includes("†")) ? ["† An extension: Microsoft's cmdlet has no such parameter."] : []),
    ...(rows.some((line) => line.includes("‡")) ? ["‡ Accepted so that existing scripts run, and not used."] : []),
  ];
  return [
    [row("parameter", "PowerShell", "over HTTP", "mandatory", "pipeline", "description"), row(...Array(6).fill("---")), ...rows].join("\n"),
    ...notes,
  ];
}

type Facts = ReturnType<typeof factsOf>;

function overHttp(cmdlet: AnyCmdlet): ReadonlyMap<string, Facts> {
  return new Map(
    Object.values(setsOf(cmdlet)).flatMap(({ shape }) => Object.entries(shape).map(([name, schema]) => [name, factsOf(schema)] as const)),
  );
}

function parameterRow(cmdlet: AnyCmdlet, all: readonly string[], parameter: ModuleParameter, http: Facts | undefined): string {
  const { name, type, aliases, help } = parameter;
  const mark = cmdlet.extension ? "" : http?.extension ? " †" : "";
  const also = aliases.length > 0 ? `<br>also ${aliases.map((alias) => `\`${alias}\``).join(", ")}` : "";
  return row(
    `\`${name}\`${parameter.kind === "Ignored" ? " ‡" : mark}${also}`,
    `\`${shortType(type)}\``,
    http ? http.expected : "",
    mandatoryIn(all, parameter),
    pipelineOf(parameter),
    help,
  );
}

/** What only HTTP needs: PowerShell brings its own, or reads all pages by itself. */
function httpOnlyRow(cmdlet: AnyCmdlet, name: string, { expected, description }: Facts): string {
  const schemas = Object.values(setsOf(cmdlet)).map(({ shape }) => shape[name]);
  const mandatory = schemas.every((schema) => schema !== undefined && isMandatory(schema));
  return row(`\`${name}\``, name in SHOULD_PROCESS ? "`switch`" : "", expected, mandatory ? "yes" : "no", "no", description);
}

function mandatoryIn(all: readonly string[], { sets }: ModuleParameter): string {
  const mandatory = [...sets].flatMap(([set, is]) => (is ? [set] : []));
  const lacking = sets.size === 0 ? [] : all.filter((set) => !sets.has(set));
  if (mandatory.length === 0)
    return lacking.length > sets.size ? `no; only in ${[...sets.keys()].join(", ")}` : lacking.length > 0 ? `no; not in ${lacking.join(", ")}` : "no";
  return lacking.length === 0 && mandatory.length === sets.size ? "yes" : `in ${mandatory.join(", ")}`;
}

const pipelineOf = ({ byValue, byPropertyName }: ModuleParameter): string =>
  [...(byValue ? ["by value"] : []), ...(byPropertyName ? ["by property name"] : [])].join(", ") || "no";
