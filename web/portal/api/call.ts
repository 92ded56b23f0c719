import { keyNow, refused } from "../session/key.js";
import { visible } from "../text/visible.js";
import { Problem, problemOf } from "./problem.js";

/** Calls a cmdlet with the key of this session. Throws a Problem; a key that is no longer good ends the session. */
export const call = <T>(cmdlet: string, parameters: object = {}): Promise<T> =>
  ask<T>(`/api/${cmdlet}`, { method: "POST", body: JSON.stringify(parameters), headers: { "content-type": "application/json" } });

/** Reads what a service answers at an address of its own. */
export async function ask<T>(address: string, request: RequestInit = {}, key = keyNow()): Promise<T> {
  const headers = { ...request.headers, authorization: `Bearer ${key}` };
  const answer = await fetch(address, { ...request, headers, cache: "no-store", credentials: "omit", redirect: "error" }).catch(() => {
    throw new Problem({
      status: 0,
      code: "NoAnswer",
      message: "The service does not answer.",
      advice: "Look whether it runs and whether this computer reaches it. What is shown is what was last read.",
    });
  });
  const body = shownAsText(await answer.text().catch(() => ""));
  if (answer.ok) return body as T; // the service's own objects, by /api/openapi.json
  const problem = problemOf({ status: answer.status, retryAfter: answer.headers.get("retry-after") }, body);
  if (problem.status === 401) refused(key, problem.message);
  throw problem;
}

type Page<T> = Readonly<{ value: readonly T[]; nextLink?: string }>;

/** Every object of a list, page by page; `most` ends it earlier. */
export async function readAll<T>(cmdlet: string, parameters: object = {}, most = Number.POSITIVE_INFINITY): Promise<readonly T[]> {
  const all: T[] = [];
  for (let SkipToken: string | undefined; ; ) {
    const page = await call<Page<T>>(cmdlet, { Top: Math.min(1000, most), ...parameters, ...(SkipToken !== undefined && { SkipToken }) });
    all.push(...page.value);
    SkipToken = page.nextLink === undefined ? undefined : (new URL(page.nextLink).searchParams.get("SkipToken") ?? undefined);
    if (SkipToken === undefined || all.length >= most) return all;
  }
}

/** Every text that comes in is made harmless here, once, so that no view can forget it. */
function shownAsText(body: string): unknown {
  try {
    return JSON.parse(body, (_name, value) => (typeof value === "string" ? visible(value) : value));
  } catch {
    return undefined;
  }
}
