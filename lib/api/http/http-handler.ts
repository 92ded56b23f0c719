import { randomUUID } from "node:crypto";
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import { FleetError } from "../../core/errors.js";
import { notePassedOver, type PassedOver } from "../../core/passed-over.js";
import type { Scope } from "../../fleet/accounts/access-key.js";
import type { FleetContext, FleetSource } from "../cmdlet/context.js";
import { authorize, likelyCaller } from "./authorize.js";
import type { Caller } from "./caller.js";
import { callerAddress } from "./caller-address.js";
import { type CodeNames, errorAnswer, isForeseen } from "./error-answer.js";
import { refuseLostBody } from "./lost-body.js";
import type { Principal } from "./principal.js";
import { taggedAnswer } from "./tagged-answer.js";

export type Route = Readonly<{
  /** Of all calls, or as the request asks for. */
  scope: Scope | ((request: HttpRequest) => Scope);
  /** How the errors of this route are called, where that is not by our own words. */
  codes?: CodeNames;
  /** Reads rows and does nothing else: it may begin while the key's row is read. */
  readsOnly?: boolean | undefined;
  answer(request: HttpRequest, context: FleetContext, caller: Caller): Promise<HttpResponseInit>;
}>;

/** What every route shares: the key is checked first, a body that was lost on its way is refused, errors are worded in one place, and the ids of the request stand on every answer. */
export const httpHandler =
  (fleet: FleetSource, { scope, codes, readsOnly, answer }: Route): HttpHandler =>
  async (request, invocation) => {
    const ids = requestIds(request);
    const answered = await answerOrError({ request, invocation, ids, codes }, async () => {
      const context = await fleet();
      const needed = typeof scope === "function" ? scope(request) : scope;
      const answerTo = async (principal: Principal) => {
        refuseLostBody(request);
        const { value, passedOver } = await notePassedOver(() => answer(request, context, { ...principal, ...from(request, context), ...ids }));
        return taggedAnswer(request, passedOver.length === 0 ? value : withDamage(value, passedOver));
      };
      const authorized = authorize(context, request, needed);
      const likely = readsOnly ? likelyCaller(context, request.headers, needed) : undefined;
      return likely ? answerAhead(likely, authorized, answerTo) : answerTo(await authorized);
    });
    return { ...answered, headers: { "Cache-Control": "no-store", ...answered.headers, ...idHeaders(ids) } };
  };

/** Reads for who was right a moment ago, and shows it when the key's row says so now; whoever is refused meanwhile is answered at once and learns nothing of it. */
async function answerAhead(likely: Principal, authorized: Promise<Principal>, answerTo: (principal: Principal) => Promise<HttpResponseInit>) {
  const ahead = answerTo(likely);
  ahead.catch(() => {}); // told below, to who may know
  const { label, scope, key } = await authorized;
  if (label === likely.label && scope === likely.scope && key === likely.key) return ahead;
  throw new FleetError("Conflict", "The key was changed during the call; call again", { retryable: true, target: "Authorization" });
}

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
