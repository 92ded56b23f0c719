import { z } from "zod";
import { FleetError } from "../core/errors.js";
import { VaultBusy } from "../fleet/vault/vault-busy.js";

/** An answer of the service, as the SDK throws it. */
const Refusal = z.object({
  statusCode: z.number(),
  code: z.string().optional(),
  message: z.string(),
  response: z
    .object({ headers: z.custom<{ get(name: string): string | undefined }>((came) => typeof came === "object" && came !== null) })
    .optional(),
});

const BUSY_SECONDS = 30;
const MOST_SECONDS = 900;

/** Says in our words what the service or the way to it said. The request, which carries the token, stays behind. */
export function vaultError(vaultName: string, error: unknown, now: Date): Error {
  if (error instanceof FleetError || error instanceof VaultBusy || (error instanceof Error && error.name === "AbortError")) return error;
  const { data } = Refusal.safeParse(error);
  if (!data) return withoutAnswer(vaultName, error);
  const { statusCode: status, code = "no code" } = data;
  const answer = `The vault "${vaultName}" answered ${status} (${code}): ${firstLine(data.message)}`;
  if (status === 429 || status === 503) return new VaultBusy(busySeconds(data.response?.headers.get("retry-after"), now), answer);
  if (status === 401)
    return new FleetError("VaultRefused", `${answer}. The token is expired or is not for Azure Resource Manager`, { target: "AccessToken" });
  if (status === 403) return new FleetError("VaultRefused", answer);
  if (status === 404) return new FleetError("ResourceNotFound", answer, { target: "VaultName" });
  return new FleetError("VaultUnavailable", answer, { retryable: status >= 500 || status === 408 });
}

/** Seconds or a date, as HTTP has it. */
function busySeconds(after: string | undefined, now: Date): number {
  const seconds = Number(after ?? Number.NaN);
  const asked = Number.isFinite(seconds) ? seconds : (Date.parse(after ?? "") - now.getTime()) / 1000;
  return Math.min(Math.max(Math.ceil(Number.isFinite(asked) ? asked : BUSY_SECONDS), 1), MOST_SECONDS);
}

function withoutAnswer(vaultName: string, error: unknown): FleetError {
  const { name, message } = error instanceof Error ? error : { name: "unknown", message: "" };
  if (/^(CredentialUnavailable|Authentication|AuthenticationRequired|AggregateAuthentication)Error$/.test(name))
    return new FleetError("VaultRefused", `There is no token for the vault "${vaultName}": ${firstLine(message)}`);
  return new FleetError("VaultUnavailable", `The vault "${vaultName}" did not answer: ${firstLine(message)}`, { retryable: true });
}

const firstLine = (message: string): string => (message.split("\n", 1)[0] ?? "").slice(0, 300);
