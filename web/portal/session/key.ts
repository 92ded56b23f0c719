import { signal } from "@preact/signals";
import type { Scope } from "../api/objects.js";
import { Problem } from "../api/problem.js";
import { renewalOf, type Tokens } from "./entra/tokens.js";

/** Who is signed in. The key itself is in this file's memory and nowhere else: no storage, no address, no cookie. */
export type Session = Readonly<{ label: string; scope: Scope; version: string }>;

/** A fleet key, or a token of Entra with what gives the next one. */
export type Held = Readonly<{ key: string } | { key: string; tokens: Tokens }>;

export const session = signal<Session | undefined>(undefined);
/** Why the last session ended, where it did not end by the reader's wish. */
export const ended = signal("");

const NONE: Held = { key: "" };
let held: Held = NONE;
const others = new BroadcastChannel("mobility-fleet-session");

type Said = Readonly<
  { kind: "ask" } | { kind: "here"; held: Held; session: Session } | { kind: "renewed"; was: string; held: Held } | { kind: "out" }
>;

/** What opens the service now: a token that is about to end is renewed first, by one tab for all. */
export async function keyNow(): Promise<string> {
  return isDue(held) ? renewed(held.key) : held.key;
}

/** Another key than this one, which was refused; undefined where there is none to be had. */
export async function keyAfter(tried: string): Promise<string | undefined> {
  if (tried === held.key && "tokens" in held) await renewed(tried);
  return held.key !== "" && held.key !== tried ? held.key : undefined;
}

/** The key has opened the service: this tab and those that ask are signed in. */
export function begin(opened: Held, as: Session): void {
  held = opened;
  ended.value = "";
  session.value = as;
  say({ kind: "here", held, session: as });
}

/** Signs out, in every tab. True where the tenant should end its session, too. */
export function end(): boolean {
  const wasEntra = "tokens" in held;
  forget("");
  say({ kind: "out" });
  return wasEntra;
}

/** The service has refused a key: where it is that of this session, the session is over in every tab that has it. */
export function refused(tried: string, why: string): void {
  if (held.key !== "" && tried === held.key) forget(why);
}

/** Asks the tabs that are open for their session; where there is one, this tab is signed in shortly. */
export function askOthers(): void {
  say({ kind: "ask" });
}

others.onmessage = ({ data }: MessageEvent<Said>) => {
  if (data.kind === "ask" && session.value) say({ kind: "here", held, session: session.value });
  if (data.kind === "out") forget("");
  if (data.kind === "renewed" && data.was === held.key) held = data.held;
  if (data.kind === "here" && !session.value) {
    held = data.held;
    ended.value = "";
    session.value = data.session;
  }
};

const say = (said: Said) => others.postMessage(said);

function forget(why: string): void {
  held = NONE;
  ended.value = why;
  session.value = undefined;
}

const isDue = (one: Held): boolean => "tokens" in one && Date.now() >= one.tokens.renewAt;

let renewing: Promise<string> | undefined;

/** The key that follows this one. Those who wait while it is asked for get the same. */
function renewed(was: string): Promise<string> {
  renewing ??= oneTabAtATime(async () => {
    if (held.key === was && "tokens" in held) await renew(held);
    return held.key;
  }).finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function renew({ key: was, tokens }: Extract<Held, { tokens: Tokens }>): Promise<void> {
  try {
    const next = await renewalOf(tokens);
    if (held.key !== was) return; // signed out meanwhile
    held = next;
    say({ kind: "renewed", was, held });
  } catch (error) {
    if (error instanceof Problem && error.status !== 0) refused(was, error.message);
    throw error;
  }
}

/** Locks are there where the page came by https or from this computer, and so is Entra. */
const oneTabAtATime = <T>(work: () => Promise<T>): Promise<T> =>
  "locks" in navigator ? navigator.locks.request("mobility-fleet-renewal", work) : work();
