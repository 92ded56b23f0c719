import { readFileSync } from "node:fs";

/** What the SDK's declarations say of an interface: its properties by name, and the interfaces that it extends. */
type Model = Readonly<{ bases: readonly string[]; properties: ReadonlyMap<string, string> }>;

const TYPES = readFileSync("node_modules/@azure/arm-recoveryservices-siterecovery/types/arm-recoveryservices-siterecovery.d.ts", "utf8").replaceAll(
  "\r\n",
  "\n",
);

const MODELS = new Map<string, Model>(
  [...TYPES.matchAll(/(?:export )?declare interface (\w+)(?: extends ([\w, ]+))? \{\n([\s\S]*?)\n\}/g)].map(
    ([, name = "", bases = "", body = ""]) => {
      const properties = [...body.matchAll(/^ {4}(?:readonly )?"?([\w]+)"?\??: (.+?);?$/gm)].map(
        ([, property = "", type = ""]) => [property, type] as const,
      );
      return [name, { bases: bases.split(", ").filter(Boolean), properties: new Map(properties) }];
    },
  ),
);

/** Where in this value there is a property that the SDK does not know, as paths; values of unions are told by their instanceType. */
export function unknownProperties(value: unknown, model: string, at = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => unknownProperties(one, model, `${at}[${i}]`));
  if (typeof value !== "object" || value === null) return [];
  const known = propertiesOf(told(value, model));
  return Object.entries(value).flatMap(([name, inside]) => {
    const type = known.get(name);
    if (type === undefined) return [`${at}.${name}`];
    const inner = /^(\w+)(\[\])?$/.exec(type)?.[1] ?? "";
    return isModel(inner) ? unknownProperties(inside, inner, `${at}.${name}`) : [];
  });
}

const isModel = (name: string): boolean => MODELS.has(name) || MODELS.has(name.replace(/Union$/, ""));

/** The member of a union whose discriminator the value has; what the SDK does not know is its base, as the SDK takes it. */
function told(value: object, model: string): string {
  const base = model.replace(/Union$/, "");
  const instance = "instanceType" in value ? `"${String(value.instanceType)}"` : undefined;
  const isOf = (name: string): boolean => name === base || (MODELS.get(name)?.bases ?? []).some(isOf);
  const member = [...MODELS].findLast(
    ([name, { properties }]) => instance !== undefined && isOf(name) && properties.get("instanceType") === instance,
  );
  return member?.[0] ?? base;
}

function propertiesOf(name: string): ReadonlyMap<string, string> {
  const model = MODELS.get(name);
  if (!model) throw new Error(`the SDK has no ${name}`);
  return new Map([...model.bases.flatMap((base) => [...propertiesOf(base)]), ...model.properties]);
}
