import { signal } from "@preact/signals";
import { ask } from "../../api/call.js";
import type { Health } from "../../api/objects.js";
import { wordsOfProblem } from "../../api/problem.js";
import { go } from "../../place/here.js";
import { placeOf } from "../../place/place.js";
import { begin, ended } from "../key.js";
import { challengeOf, newVerifier, placeIn, stateOf } from "./proof.js";
import { tokensFor, wordsOf } from "./tokens.js";
import { returnAddress, way } from "./way.js";

/** True while what the tenant sent back is looked at. */
export const arriving = signal(false);

/** The one thing that outlives the page, for as long as the reader is away: it opens nothing without the tenant's answer. */
const VERIFIER = "mobility-fleet-verifier";

/** Goes to the tenant's page, which comes back to this address of ours. */
export async function leaveForEntra(): Promise<void> {
  const to = way();
  if (!to) return;
  const verifier = newVerifier();
  const asked = new URLSearchParams({
    ...{ client_id: to.client, scope: `${to.scope} offline_access`, redirect_uri: returnAddress() },
    ...{ response_type: "code", response_mode: "fragment", prompt: "select_account" },
    ...{ code_challenge: await challengeOf(verifier), code_challenge_method: "S256" },
    state: await stateOf(verifier, location.pathname + location.search),
  });
  sessionStorage.setItem(VERIFIER, verifier);
  location.assign(`${to.login}/authorize?${asked}`);
}

/** Ends the tenant's session, too, so that the next one is asked who they are. */
export function leaveEntra(): void {
  const to = way();
  if (to) location.assign(`${to.login}/logout?${new URLSearchParams({ post_logout_redirect_uri: returnAddress() })}`);
}

/** Reads what the tenant sent back behind the address, takes it away from there, and goes on where the reader was. */
export async function comeBack(): Promise<void> {
  const answer = new URLSearchParams(location.hash.slice(1));
  const verifier = sessionStorage.getItem(VERIFIER) ?? "";
  sessionStorage.removeItem(VERIFIER);
  const state = answer.get("state");
  if (!way() || state === null) return;
  history.replaceState(null, "", location.pathname + location.search);
  arriving.value = true;
  try {
    const place = await placeIn(state, verifier);
    if (place === undefined) throw new Error("This answer of the sign-in service is not for this tab; sign in again.");
    go(placeOf(new URL(place, location.origin)), { replace: true });
    const code = answer.get("code");
    if (!code) throw new Error(wordsOf(answer.get("error") ?? "", answer.get("error_description") ?? ""));
    const held = await tokensFor({ code, code_verifier: verifier, redirect_uri: returnAddress() });
    const { caller, version } = await ask<Health>("/api/health", {}, held.key);
    begin(held, { ...caller, version });
  } catch (error) {
    ended.value = wordsOfProblem(error);
  } finally {
    arriving.value = false;
  }
}
