import { FleetError } from "../../core/errors.js";
import { isRestError } from "./rest-error.js";

/** For `.catch`: says in the fleet's words what storage answered about `what`. Outages are retryable. */
export const storageFailure =
  (what: string) =>
  (cause: unknown): never => {
    throw toFleetError(what, cause);
  };

function toFleetError(what: string, cause: unknown): FleetError {
  if (cause instanceof FleetError) return cause;
  const status = isRestError(cause) ? cause.statusCode : undefined;
  const code = serviceCode(cause) ?? "no code";
  if (isBeingDeleted(code)) return unavailable(`${what}: storage is still deleting what was there (${code}); try again in a minute`, cause);
  if (status === 409) return new FleetError("Conflict", `${what} exists already`, { cause });
  if (status === 412) return new FleetError("Conflict", `${what} was changed by someone else; read it again`, { retryable: true, cause });
  if (status === 401 || status === 403) {
    return unavailable(
      `${what}: storage refused access (${status} ${code}); check the key of the account, or the roles of this app's identity`,
      cause,
    );
  }
  if (status === 404) return unavailable(`${what}: the table, queue or container is missing (${code}); try again`, cause);
  if (isCutOff(cause)) return unavailable(`${what}: storage did not answer in time, or broke off in the middle; try again`, cause);
  if (isOutage(status, cause))
    return unavailable(`${what}: storage did not answer as expected (${status ?? "no answer"}, ${code}); try again`, cause);
  return new FleetError("Internal", `${what}: storage refused the request (${status ?? "no status"}, ${code})`, { cause });
}

/** The service's own name of an error, such as `EntityNotFound`. */
export function serviceCode(error: unknown): string | undefined {
  if (!isRestError(error)) return undefined;
  return error.response?.headers.get("x-ms-error-code") ?? odataCode(error.details) ?? error.code;
}

export const hasStatus = (error: unknown, status: number): boolean => isRestError(error) && error.statusCode === status;

/** True when the one thing that was asked for is absent; a missing table or container is an outage instead. */
export const isAbsent = (error: unknown): boolean =>
  hasStatus(error, 404) && !["TableNotFound", "ContainerNotFound", "QueueNotFound"].includes(serviceCode(error) ?? "");

/** A write that failed so may have been applied all the same: it was sent again after an answer that got lost, or no answer came at all. */
export function mayBeWritten(error: unknown): boolean {
  const status = isRestError(error) ? error.statusCode : undefined;
  return status === 409 || status === 412 || isAbsent(error) || isCutOff(error) || (isOutage(status, error) && status !== 429);
}

const unavailable = (message: string, cause: unknown) => new FleetError("StorageUnavailable", message, { retryable: true, cause });

const isBeingDeleted = (code: string) => code.endsWith("BeingDeleted");

const isOutage = (status: number | undefined, cause: unknown) =>
  status === undefined ? isRestError(cause) : status >= 500 || status === 408 || status === 429;

/** What the libraries throw, not as an error of an answer, when they were told to stop or when a stream ended too soon for them. */
const isCutOff = (cause: unknown) =>
  cause instanceof Error && (["AbortError", "TimeoutError"].includes(cause.name) || /^Data corruption failure|^aborted$/.test(cause.message));

function odataCode(details: unknown): string | undefined {
  const error = details && typeof details === "object" && "odataError" in details ? details.odataError : undefined;
  return error && typeof error === "object" && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
