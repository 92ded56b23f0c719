import { randomUUID } from "node:crypto";
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import { notePassedOver, type PassedOver } from "../../core/passed-over.js";
import type { Scope } from "../../fleet/accounts/access-key.js";
import type { FleetContext, FleetSource } from "../cmdlet/context.js";
import { authorize } from "./authorize.js";
import type { Caller } from "./caller.js";
import { callerAddress } from "./caller-address.js";
import { type CodeNames, errorAnswer, isForeseen } from "./error-answer.js";
import { refuseLostBody } from "./lost-body.js";
import { taggedAnswer } from "./tagged-answer.js";

export type Route = Readonly<{
  /** Of all calls, or as the request asks for. */
  scope: Scope | ((request: HttpRequest) => Scope);
  /** How the errors of this route are called, where that is not by our own words. */
  codes?: CodeNames;
  answer(request: HttpRequest, context: FleetContext, caller: Caller): Promise<HttpResponseInit>;
}>;

/** What every route shares: the key is checked first, a body that was lost on its way is refused, errors are worded in one place, and the ids of the request stand on every answer. */
export const httpHandler =
  (fleet: FleetSource, { scope, codes, answer }: Route): HttpHandler =>
  async (request, invocation) => {
    const ids = requestIds(request);
    const answered = await answerOrError({ request, invocation, ids, codes }, async () => {
      const context = await fleet();
      const principal = await authorize(context, request, typeof scope === "function" ? scope(request) : scope);
      refuseLostBody(request);
      const { value, passedOver } = await notePassedOver(() => answer(request, context, { ...principal, ...from(request, context), ...ids }));
      return taggedAnswer(request, passedOver.length === 0 ? value : withDamage(value, passedOver));
    });
    return { ...answered, headers: { "Cache-Control": "no-store", ...answered.headers, ...idHeaders(ids) } };
  };

/** For what is the same for everybody and says nothing of the fleet: no key is asked for, and the fleet is not at hand. */
export const openHandler =
  (answer: (request: HttpRequest) => Promise<HttpResponseInit>): HttpHandler =>
  async (request, invocation) => {
    const ids = requestIds(request);
    const answered = await answerOrError({ request, invocation, ids, codes: undefined }, () => answer(request));
    return { ...answered, headers: { "Cache-Control": "no-store", ...answered.headers, ...idHeaders(ids) } };
  };

/** A list says which rows it lacks; every answer says how many. */
function withDamage(answered: HttpResponseInit, damagedRows: readonly PassedOver[]): HttpResponseInit {
  const { jsonBody } = answered;
  const isList = typeof jsonBody === "object" && jsonBody !== null && Array.isArray(jsonBody.value);
  const headers = { ...answered.headers, "x-ms-fleet-damaged-rows": String(damagedRows.length) };
  return { ...answered, headers, ...(isList && { jsonBody: { ...jsonBody, damagedRows } }) };
}

type Ids = Omit<Caller, "label" | "scope" | "key" | "from">;

const from = (request: HttpRequest, { proxyHops }: Pick<FleetContext, "proxyHops">): Pick<Caller, "from"> => {
  const address = callerAddress(request.headers, proxyHops);
  return address === undefined ? {} : { from: address };
};

type Call = Readonly<{ request: HttpRequest; invocation: InvocationContext; ids: Ids; codes: CodeNames | undefined }>;

async function answerOrError({ request, invocation, ids, codes }: Call, answer: () => Promise<HttpResponseInit>): Promise<HttpResponseInit> {
  try {
    return await answer();
  } catch (error) {
    if (!isForeseen(error)) invocation.error("request failed", { requestId: ids.requestId, path: new URL(request.url).pathname }, error);
    return errorAnswer(error, ids, codes);
  }
}

function requestIds(request: HttpRequest): Ids {
  const given = request.headers.get("x-ms-client-request-id")?.trim() ?? "";
  const clientRequestId = /^[\x20-\x7e]{1,128}$/.test(given) ? given : undefined;
  return { requestId: randomUUID(), ...(clientRequestId && { clientRequestId }) };
}

const idHeaders = ({ requestId, clientRequestId }: Ids): Record<string, string> => ({
  "x-ms-request-id": requestId,
  ...(clientRequestId && { "x-ms-client-request-id": clientRequestId }),
});
