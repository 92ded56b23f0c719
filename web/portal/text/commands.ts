export type Parameters = Readonly<Record<string, unknown>>;

/** A call of the service, as this page makes it. */
export type Call = Readonly<{ cmdlet: string; parameters: Parameters }>;

/** The same call in PowerShell. */
export const powershellOf = ({ cmdlet, parameters }: Call): string =>
  [cmdlet, ...given(parameters).map(([name, value]) => (value === true ? `-${name}` : `-${name} ${literal(value)}`))].join(" ");

/** The same call by curl; the key comes from the environment. */
export const curlOf = ({ cmdlet, parameters }: Call): string =>
  [
    `curl -s "$FLEET/api/${cmdlet}" -H "Authorization: Bearer $FLEET_KEY" -H 'Content-Type: application/json'`,
    `  -d '${JSON.stringify(Object.fromEntries(given(parameters))).replaceAll("'", "'\\''")}'`,
  ].join(" \\\n");

const given = (parameters: Parameters) => Object.entries(parameters).filter(([, value]) => value !== undefined && value !== false);

function literal(value: unknown): string {
  if (Array.isArray(value)) return value.map(literal).join(", ");
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null)
    return `@{ ${Object.entries(value)
      .map(([name, one]) => `${quoted(name)} = ${literal(one)}`)
      .join("; ")} }`;
  return quoted(String(value));
}

/** PowerShell takes the typographic quotes for quotes, too. */
const quoted = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
