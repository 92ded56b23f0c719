import { relative } from "node:path";

/** A shell function `call <cmdlet> <json>`, which keeps the lines below it short. The key comes from the environment. */
export function callFunction(url: string, certFile: string | null): string {
  const trust = certFile === null ? "" : ` --cacert ${relative(process.cwd(), certFile)}`;
  return `call() { curl -s${trust} "${url}/api/$1" -H "Authorization: Bearer $FLEET_KEY" -H 'Content-Type: application/json' -d "$2"; echo; }`;
}

/** One call of it. */
export const callLine = (cmdlet: string, parameters: Readonly<Record<string, unknown>> = {}): string =>
  `call ${cmdlet} '${JSON.stringify(parameters)}'`;
