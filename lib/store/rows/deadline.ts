import { RestError, type TableServiceClientOptions } from "@azure/data-tables";
import type { RequestPolicyFactory, WebResource } from "@azure/storage-blob";

/** So long a call to storage may take, tries included; an upload so long without that storage took a byte of it. */
export const CALL_MS = 20_000;

/** What stands around each call of a client of tables or of Key Vault. */
export type CallPolicy = NonNullable<TableServiceClientOptions["additionalPolicies"]>[number]["policy"];
type CallRequest = Parameters<CallPolicy["sendRequest"]>[0];
type Timed = Pick<CallRequest, "abortSignal" | "onUploadProgress">;

/** Options of a client of Key Vault, with the deadline of every call. */
export const withCallDeadline = (ms = CALL_MS) => ({ additionalPolicies: [{ policy: deadlinePolicy(ms), position: "perCall" as const }] });

/** Ends a call that has no whole answer after `ms`, as storage that did not answer. */
export const deadlinePolicy = (ms = CALL_MS): CallPolicy => ({
  name: "fleetDeadline",
  sendRequest: (request, next) => withDeadline(request, ms, () => next(request)),
});

/** The same for queues, and for blobs: there the content of an answer that is read as a stream comes after the call. */
export const deadlineFactory = (ms = CALL_MS): RequestPolicyFactory => ({
  create: (next) => ({ sendRequest: (request: WebResource) => withDeadline(request, ms, () => next.sendRequest(request)) }),
});

async function withDeadline<A extends { readableStreamBody?: unknown }>(request: Timed, ms: number, send: () => Promise<A>): Promise<A> {
  const { abortSignal: callers, onUploadProgress: told } = request;
  const ended = new AbortController();
  const late = { is: false };
  const timer = setTimeout(() => {
    late.is = true;
    ended.abort();
  }, ms);
  const forward = () => ended.abort();
  if (callers?.aborted) forward();
  callers?.addEventListener("abort", forward);
  request.abortSignal = ended.signal;
  request.onUploadProgress = (progress) => {
    timer.refresh();
    told?.(progress);
  };
  try {
    const answer = await send();
    if (!answer.readableStreamBody) callers?.removeEventListener("abort", forward); // else the caller can still end the stream
    return answer;
  } catch (error) {
    callers?.removeEventListener("abort", forward);
    throw late.is ? new RestError(`no answer within ${ms} ms`, { code: "ETIMEDOUT" }) : error;
  } finally {
    clearTimeout(timer);
    Object.assign(request, { abortSignal: callers, onUploadProgress: told });
  }
}
