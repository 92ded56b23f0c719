import { FleetError } from "../lib/core/errors.js";

/** Calls cmdlets over HTTP, as curl or a script would. */
export type FleetClient = Readonly<{
  url: string;
  /** POSTs the parameters to `/api/<cmdlet>` and gives the answer's JSON. Throws with the code and message of an error answer; retryable when it was 503. */
  call<T = unknown>(cmdlet: string, parameters?: Readonly<Record<string, unknown>>): Promise<T>;
}>;

/** What a client needs of `fetch`. */
export type Send = (
  url: string,
  request: Readonly<{ method: string; headers: Readonly<Record<string, string>>; body: string }>,
) => Promise<Readonly<{ ok: boolean; status: number; text(): Promise<string> }>>;

export function fleetClient(url: string, key: string, send: Send = fetch): FleetClient {
  return {
    url,
    call: async <T>(cmdlet: string, parameters = {}) => {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const answer = await send(`${url}/api/${cmdlet}`, { method: "POST", headers, body: JSON.stringify(parameters) }).catch(unreachable(url));
      const body = read(await answer.text()) as (T & { error?: { code: string; message: string } }) | null; // what our own API answers
      if (answer.ok && body !== null) return body;
      const why = body?.error ? `${body.error.code}: ${body.error.message}` : "without an error of ours; is this the address of the service?";
      throw new FleetError("CommandFailed", `${cmdlet} was answered ${answer.status} ${why}`, { retryable: answer.status === 503 });
    },
  };
}

const unreachable = (url: string) => (cause: Error) => {
  const why = cause.cause instanceof Error ? cause.cause : cause; // fetch says "fetch failed", its cause says why
  throw new FleetError("CommandFailed", `${url} does not answer: ${why.message}. Is the service running there?`, { cause });
};

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
