import { Problem } from "../../api/problem.js";
import { visible } from "../../text/visible.js";
import { type Way, way } from "./way.js";

/** What gives the next token, and when it is time to ask for it. */
export type Tokens = Readonly<{ refresh: string; renewAt: number }>;

/** So long before its end a token is renewed, at most. */
const SPARE_MS = 300_000;

/** The tokens for what the tenant has sent back. Throws a Problem with the tenant's own words. */
export const tokensFor = (granted: Readonly<Record<string, string>>): Promise<Readonly<{ key: string; tokens: Tokens }>> =>
  asked({ grant_type: "authorization_code", ...granted });

/** The tokens that follow these, without a question to the reader. A Problem with a status means that there are none. */
export const renewalOf = ({ refresh }: Tokens): Promise<Readonly<{ key: string; tokens: Tokens }>> =>
  asked({ grant_type: "refresh_token", refresh_token: refresh });

type Answer = Readonly<{ access_token?: string; refresh_token?: string; expires_in?: number; error?: string; error_description?: string }>;

async function asked(grant: Readonly<Record<string, string>>) {
  const { login, client, scope } = way() as Way; // tokens are asked for where there is a way to sign in
  const body = new URLSearchParams({ client_id: client, scope: `${scope} offline_access`, ...grant });
  const answer = await fetch(`${login}/token`, { method: "POST", body, cache: "no-store", credentials: "omit", redirect: "error" }).catch(() => {
    throw new Problem({ status: 0, code: "NoAnswer", message: `The sign-in service does not answer: ${new URL(login).host}.` });
  });
  const { access_token: key, refresh_token: refresh = grant.refresh_token, expires_in: seconds = 0, ...said } = await textsOf(answer);
  if (answer.ok && key) return { key, tokens: { refresh: refresh ?? "", renewAt: Date.now() + seconds * 1000 - Math.min(SPARE_MS, seconds * 500) } };
  // A refusal is 400; what else the tenant answers is a matter of time.
  throw new Problem({ status: answer.status === 400 ? 400 : 0, code: said.error ?? "SignIn", message: wordsOf(said.error, said.error_description) });
}

const textsOf = (answer: Response): Promise<Answer> => answer.json().catch(() => ({}));

/** The tenant's own words, whose first line is meant for people. */
export const wordsOf = (error = "", description = ""): string =>
  visible(`Microsoft Entra ID does not sign you in: ${description.split(/[\r\n]/)[0] || error || "it gave no reason"}`);
