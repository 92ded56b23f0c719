import type { RequestPolicyFactory, WebResource } from "@azure/storage-blob";
import type { CallPolicy } from "./deadline.js";
import { serviceCode } from "./storage-error.js";

const MISSING = new Set(["TableNotFound", "QueueNotFound", "ContainerNotFound"]);

/** Makes the table when a call finds that it is missing, and calls again. */
export function makeTable(make: () => Promise<unknown>): CallPolicy {
  const again = makingOnce(make);
  return { name: "fleetMakeWhenMissing", sendRequest: (request, next) => again(() => next(request), foundNoTable) };
}

/** A transaction is answered as accepted whatever became of it. */
const foundNoTable = ({ request, bodyAsText }: Awaited<ReturnType<CallPolicy["sendRequest"]>>): boolean =>
  request.url.includes("/$batch") && (bodyAsText ?? "").includes('"code":"TableNotFound"');

/** The same for the queues or the containers of an account. */
export function makeOthers(make: () => Promise<unknown>): RequestPolicyFactory {
  const again = makingOnce(make);
  return { create: (next) => ({ sendRequest: (request: WebResource) => again(() => next.sendRequest(request)) }) };
}

/** Many calls may find the same thing missing at once: it is made for all of them together. */
function makingOnce(make: () => Promise<unknown>) {
  let making: Promise<unknown> | undefined;
  return async <A>(call: () => Promise<A>, isMissing: (answer: A) => boolean = () => false): Promise<A> => {
    try {
      const answer = await call();
      if (!isMissing(answer)) return answer;
    } catch (error) {
      if (!MISSING.has(serviceCode(error) ?? "")) throw error;
    }
    making ??= make().finally(() => {
      making = undefined;
    });
    await making;
    return call();
  };
}
