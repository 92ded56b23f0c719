import { relative } from "node:path";
import { which } from "../lab/disk/which.js";

export type Caller = "curl" | "node";

/** A shell function `call <cmdlet> <json>`, which keeps the lines below it short; curl or Node calls. The key comes from the environment. */
export function callFunction(url: string, certFile: string | null, caller: Caller): string {
  const trusted = certFile === null ? null : relative(process.cwd(), certFile);
  if (caller === "curl") {
    const trust = trusted === null ? "" : ` --cacert ${trusted}`;
    return `call() { curl -s${trust} "${url}/api/$1" -H "Authorization: Bearer $FLEET_KEY" -H 'Content-Type: application/json' -d "$2"; echo; }`;
  }
  const trust = trusted === null ? "" : `NODE_EXTRA_CA_CERTS=${trusted} `;
  return `call() { ${trust}node -e '${CALL}' "${url}/api/$1" "$2"; }`;
}

const CALL =
  'fetch(process.argv[1], { method: "POST", body: process.argv[2], ' +
  'headers: { authorization: "Bearer " + process.env.FLEET_KEY, "content-type": "application/json" } })' +
  ".then((answer) => answer.text()).then(console.log)";

/** What can call here. */
export const findCaller = async (): Promise<Caller> => ((await which("curl")) ? "curl" : "node");

/** One call of it. */
export const callLine = (cmdlet: string, parameters: Readonly<Record<string, unknown>> = {}): string =>
  `call ${cmdlet} '${JSON.stringify(parameters)}'`;
