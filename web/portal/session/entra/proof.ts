/** What this tab alone knows while its reader is away at the tenant, so that nobody else can use what comes back. */
export const newVerifier = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** What the tenant is told of the verifier before: only who knows the verifier gets the tokens (RFC 7636). */
export const challengeOf = async (verifier: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));

/** Comes back with the answer: where the reader was, and a proof that it was this tab that asked. */
export const stateOf = async (verifier: string, place: string): Promise<string> => `${await challengeOf(`${verifier} ${place}`)}.${place}`;

/** Where the reader was; undefined where another has asked. */
export async function placeIn(state: string, verifier: string): Promise<string | undefined> {
  const place = state.slice(state.indexOf(".") + 1);
  return verifier !== "" && state === (await stateOf(verifier, place)) ? place : undefined;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
