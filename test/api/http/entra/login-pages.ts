import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

type Token = (changes?: Readonly<Record<string, unknown>>) => Promise<string>;
export type Registration = Readonly<{ clientId: string; redirectUri: string; scope: string }>;

/**
 * What a tenant's sign-in does for a page of one registered address: it asks nobody, sends a code back behind the address, and gives tokens for it once and only to
 * who knows the verifier. It answers as Microsoft Entra ID does to a single-page application, other origins being refused.
 */
export function loginPages(token: Token, { clientId, redirectUri, scope }: Registration) {
  const codes = new Map<string, string>();
  const refreshes = new Set<string>();
  const said: string[] = [];
  let refused: Readonly<{ error: string; description: string }> | undefined;
  let claims: Readonly<Record<string, unknown>> = {};
  let seconds = 3600;

  async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://login.example");
    if (path === "authorize") return authorize(url.searchParams, response);
    if (path === "logout") {
      said.push("logout");
      return redirect(response, url.searchParams.get("post_logout_redirect_uri") === redirectUri ? redirectUri : "/");
    }
    const origin = request.headers.origin ?? "";
    const allowed = origin === new URL(redirectUri).origin ? { "access-control-allow-origin": origin } : {};
    const [status, body] = origin === "" || request.method !== "POST" ? [400, { error: "invalid_request" }] : await grant(await formOf(request));
    response.writeHead(status, { "content-type": "application/json", ...allowed }).end(JSON.stringify(body));
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const wrong = Object.entries({
      ...{ client_id: clientId, redirect_uri: redirectUri, scope: `${scope} offline_access`, response_type: "code" },
      ...{ response_mode: "fragment", code_challenge_method: "S256" },
    }).filter(([name, expected]) => asked.get(name) !== expected);
    if (wrong.length > 0) return void response.writeHead(400).end(`wrong: ${wrong.join(" ")}`);
    const state = asked.get("state") ?? "";
    const { error, description } = refused ?? {};
    if (error) return void redirect(response, `${redirectUri}#${new URLSearchParams({ error, error_description: description ?? "", state })}`);
    const code = randomUUID();
    codes.set(code, asked.get("code_challenge") ?? "");
    redirect(response, `${redirectUri}#${new URLSearchParams({ code, state })}`);
  }

  async function grant(form: URLSearchParams): Promise<[number, unknown]> {
    const kind = form.get("grant_type") ?? "";
    said.push(kind);
    if (form.get("client_id") !== clientId || form.get("scope") !== `${scope} offline_access`) return [400, { error: "invalid_request" }];
    if (!(kind === "refresh_token" ? refreshes.has(form.get("refresh_token") ?? "") && !refused : redeems(form)))
      return [400, { error: "invalid_grant", error_description: refused?.description ?? "AADSTS70000: the grant is not good\r\nTrace ID: 1" }];
    const refresh = `refresh-${randomUUID()}`;
    refreshes.add(refresh);
    return [200, { token_type: "Bearer", access_token: await token({ ...claims, jti: randomUUID() }), refresh_token: refresh, expires_in: seconds }];
  }

  function redeems(form: URLSearchParams): boolean {
    const code = form.get("code") ?? "";
    const challenge = codes.get(code);
    codes.delete(code);
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return form.get("redirect_uri") === redirectUri && challenge !== undefined && challenge === proof;
  }

  return {
    answer,
    /** What was asked for, in order. */
    said: () => said,
    refuse: (how: typeof refused) => {
      refused = how;
    },
    /** What tokens say from now on, and how long they last by the answer. */
    issue: (next: typeof claims, lasting = 3600) => {
      claims = next;
      seconds = lasting;
    },
  };
}

const redirect = (response: ServerResponse, to: string): void => void response.writeHead(302, { location: to }).end();

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
