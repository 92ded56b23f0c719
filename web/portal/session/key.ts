import { signal } from "@preact/signals";
import type { Scope } from "../api/objects.js";

/** Who is signed in. The key itself is in this file's memory and nowhere else: no storage, no address, no cookie. */
export type Session = Readonly<{ label: string; scope: Scope; version: string }>;

export const session = signal<Session | undefined>(undefined);
/** Why the last session ended, where it did not end by the reader's wish. */
export const ended = signal("");

let key = "";
const others = new BroadcastChannel("mobility-fleet-session");

type Said = Readonly<{ kind: "ask" } | { kind: "here"; key: string; session: Session } | { kind: "out" }>;

export const keyNow = (): string => key;

/** The key has opened the service: this tab and those that ask are signed in. */
export function begin(opened: string, as: Session): void {
  key = opened;
  ended.value = "";
  session.value = as;
  say({ kind: "here", key, session: as });
}

/** Signs out, in every tab. */
export function end(): void {
  forget("");
  say({ kind: "out" });
}

/** The service has refused a key: where it is that of this session, the session is over in every tab that has it. */
export function refused(tried: string, why: string): void {
  if (key !== "" && tried === key) forget(why);
}

/** Asks the tabs that are open for their session; where there is one, this tab is signed in shortly. */
export function askOthers(): void {
  say({ kind: "ask" });
}

others.onmessage = ({ data }: MessageEvent<Said>) => {
  if (data.kind === "ask" && session.value) say({ kind: "here", key, session: session.value });
  if (data.kind === "out") forget("");
  if (data.kind === "here" && !session.value) {
    key = data.key;
    ended.value = "";
    session.value = data.session;
  }
};

const say = (said: Said) => others.postMessage(said);

function forget(why: string): void {
  key = "";
  ended.value = why;
  session.value = undefined;
}
