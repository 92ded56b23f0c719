import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { FleetError } from "../../../lib/core/errors.js";
import { type HostLog, messageOf } from "../process/host-log.js";
import type { AppRegistry } from "./app-registry.js";
import type { InvocationRequest, InvocationResponse, TypedData } from "./core-types.js";
import type { HostFunction } from "./functions.js";
import { retryDelayMs } from "./retry.js";
import { runInvocation } from "./run-invocation.js";

export type Call = Readonly<{ input: TypedData; triggerMetadata?: Readonly<Record<string, TypedData>>; reason: string }>;
/** Runs a function; rejects when the app's code failed or ran out of time. */
export type Invoke = (fn: HostFunction, call: Call) => Promise<InvocationResponse>;

export type InvokerOptions = Readonly<{
  registry: AppRegistry;
  log: HostLog;
  timeoutMs: number | null;
  /** Writes what the function put into its outputs; a failure of it fails the invocation. */
  writeOutputs: (fn: HostFunction, response: InvocationResponse) => Promise<void>;
}>;

/** The one way in which HTTP, queues, timers and the admin routes run a function; `running` holds what is at work. */
export function invoker(options: InvokerOptions): { invoke: Invoke; running: ReadonlySet<Promise<unknown>> } {
  const running = new Set<Promise<unknown>>();
  const invoke: Invoke = async (fn, call) => {
    const work = withRetries(options, fn, call);
    const settled = work.catch(() => {});
    running.add(settled);
    try {
      return await work;
    } finally {
      running.delete(settled);
    }
  };
  return { invoke, running };
}

async function withRetries(options: InvokerOptions, fn: HostFunction, call: Call): Promise<InvocationResponse> {
  const { maxRetryCount = 0 } = fn.metadata.retryOptions ?? {};
  for (let retry = 0, last: unknown; ; retry++) {
    const exception = { message: messageOf(last) };
    const retryContext = maxRetryCount === 0 ? {} : { retryContext: { retryCount: retry, maxRetryCount, ...(retry > 0 ? { exception } : {}) } };
    try {
      return await attempt(options, fn, { ...call, ...retryContext });
    } catch (error) {
      if (retry === maxRetryCount) throw error; // -1 never is: for ever
      last = error;
      await sleep(retryDelayMs(fn.metadata.retryOptions ?? {}, retry));
    }
  }
}

async function attempt(options: InvokerOptions, fn: HostFunction, call: Call & Pick<InvocationRequest, "retryContext">): Promise<InvocationResponse> {
  const request = invocationRequest(fn, call);
  const log = options.log.about({ functionName: fn.name, invocationId: request.invocationId });
  const started = performance.now();
  const took = () => `${Math.round(performance.now() - started)}ms`;
  log.info(`Executing (${call.reason})`);
  try {
    const response = await withTimeout(runInvocation({ registry: options.registry, fn, request, log }), options.timeoutMs);
    await options.writeOutputs(fn, response);
    log.info(`Executed (Succeeded, ${took()})`);
    return response;
  } catch (error) {
    log.error(`Executed (Failed, ${took()}): ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    throw error;
  }
}

function invocationRequest(fn: HostFunction, { input, triggerMetadata = {}, retryContext }: Parameters<typeof attempt>[2]): InvocationRequest {
  return {
    invocationId: randomUUID(),
    inputData: [{ name: fn.triggerName, data: input }],
    triggerMetadata,
    traceContext: { traceParent: `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-00`, traceState: "", attributes: {} },
    ...(retryContext === undefined ? {} : { retryContext }),
  };
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number | null): Promise<T> {
  if (timeoutMs === null) return await work;
  const controller = new AbortController();
  const timeout = sleep(timeoutMs, undefined, { signal: controller.signal, ref: false }).then(() => {
    throw new FleetError("DeadlineExceeded", `the function ran longer than functionTimeout of host.json allows (${timeoutMs} ms)`);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    controller.abort();
    timeout.catch(() => {});
  }
}
