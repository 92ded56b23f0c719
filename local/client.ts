import { FleetError } from "../lib/core/errors.js";

/** Calls cmdlets over HTTP, as curl or a script would. */
export type FleetClient = Readonly<{
  url: string;
  /** POSTs the parameters to `/api/<cmdlet>` and gives the answer's JSON. Throws with the code and message of an error answer. */
  call<T = unknown>(cmdlet: string, parameters?: Readonly<Record<string, unknown>>): Promise<T>;
}>;

export function fleetClient(url: string, key: string): FleetClient {
  return {
    url,
    call: async <T>(cmdlet: string, parameters = {}) => {
      const answer = await fetch(`${url}/api/${cmdlet}`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(parameters),
      });
      const body = JSON.parse((await answer.text()) || "null") as T & { error?: { code: string; message: string } }; // what our own API answers
      if (!answer.ok)
        throw new FleetError("CommandFailed", `${cmdlet} was answered ${answer.status} ${body?.error?.code ?? ""}: ${body?.error?.message ?? ""}`);
      return body;
    },
  };
}
