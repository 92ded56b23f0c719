import { effect } from "@preact/signals";
import { keyAfter, keyNow, refused, session } from "../session/key.js";
import { MAY_HIDE, visible } from "../text/visible.js";
import { COLUMNS, type SentList } from "./columns.js";
import { Problem, problemOf } from "./problem.js";

/** Calls a cmdlet with the key of this session. Throws a Problem; a key that is no longer good ends the session. */
export function call<T>(cmdlet: string, parameters: object = {}): Promise<T> {
  if (cmdlet.startsWith("Get-")) return ask<T>(`/api/${cmdlet}${queryOf(parameters)}`);
  return ask<T>(`/api/${cmdlet}`, { method: "POST", body: JSON.stringify(parameters), headers: { "content-type": "application/json" } });
}

/** The same for a page of a list that may be very long: `objectsOf` reads it, when there is time for that. */
export const callList = <T, P>(cmdlet: string, parameters: object): Promise<SentList<T> & P> =>
  ask(`/api/${cmdlet}${queryOf(parameters)}`, { headers: { accept: COLUMNS } });

/** Only names, states and counts are asked by: what is secret goes in a body. */
function queryOf(parameters: object): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === "" ? "" : `?${query}`;
}

/** Reads what a service answers at an address of its own. */
export async function ask<T>(address: string, request: RequestInit = {}, given?: string): Promise<T> {
  const sent = await send(address, request, given ?? (await keyNow()));
  // A token may end sooner than this computer's clock says.
  const next = sent.answer.status === 401 && given === undefined ? await keyAfter(sent.key) : undefined;
  return read<T>(next === undefined ? sent : await send(address, request, next));
}

type Kept = Readonly<{ etag: string; body: unknown }>;
type Sent = Readonly<{ address: string; key: string; known: Kept | undefined; answer: Response }>;

async function send(address: string, request: RequestInit, key: string): Promise<Sent> {
  const known = request.method === undefined ? answers.get(address) : undefined;
  const headers = { ...request.headers, authorization: `Bearer ${key}`, ...(known && { "if-none-match": known.etag }) };
  const answer = await fetch(address, { ...request, headers, cache: "no-store", credentials: "omit", redirect: "error" }).catch(noAnswer);
  return { address, key, known, answer };
}

function noAnswer(): never {
  throw new Problem({
    status: 0,
    code: "NoAnswer",
    message: "The service does not answer.",
    advice: "Look whether it runs and whether this computer reaches it. What is shown is what was last read.",
  });
}

async function read<T>({ address, key, known, answer }: Sent): Promise<T> {
  if (answer.status === 304 && known) return known.body as T; // what this very address answered before
  const text = await answer.text().catch(noAnswer);
  const body = shownAsText(text);
  keep(address, { etag: answer.headers.get("etag"), body, size: text.length });
  if (answer.ok && (body !== undefined || text === "")) return body as T; // the service's own objects, by /api/openapi.json
  const problem = problemOf({ status: answer.status, retryAfter: answer.headers.get("retry-after") }, body);
  if (problem.status === 401) refused(key, problem.message);
  throw problem;
}

/** What addresses answered last, so that the same need not be sent again; as long as the session. */
const answers = new Map<string, Kept>();
effect(() => {
  if (!session.value) answers.clear();
});

const MOST_KEPT = 40;
const LARGEST_KEPT = 400_000;

function keep(address: string, { etag, body, size }: Readonly<{ etag: string | null; body: unknown; size: number }>): void {
  answers.delete(address);
  if (etag === null || size > LARGEST_KEPT || !session.value) return;
  answers.set(address, { etag, body });
  const [oldest] = answers.keys();
  if (answers.size > MOST_KEPT && oldest !== undefined) answers.delete(oldest);
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
    return MAY_HIDE.test(body) ? JSON.parse(body, (_name, value) => harmless(value)) : JSON.parse(body);
  } catch {
    return undefined;
  }
}

function harmless(value: unknown): unknown {
  if (typeof value === "string") return visible(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [visible(name), one])); // names of tags, too
}
