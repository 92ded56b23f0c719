import { randomUUID } from "node:crypto";
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import type { Scope } from "../fleet/access-key.js";
import { authorize } from "./access.js";
import type { Caller } from "./caller.js";
import type { FleetContext } from "./context.js";
import { errorAnswer, isForeseen } from "./error-answer.js";

export type Route = Readonly<{
  scope: Scope;
  answer(request: HttpRequest, context: FleetContext, caller: Caller): Promise<HttpResponseInit>;
}>;

/** What every route shares: the key is checked first, errors are worded in one place, and the ids of the request stand on every answer. */
export const httpHandler =
  (fleet: () => FleetContext, { scope, answer }: Route): HttpHandler =>
  async (request, invocation) => {
    const ids = requestIds(request);
    const answered = await answerOrError({ request, invocation, ids }, async () => {
      const context = fleet();
      const { label } = await authorize(context, request, scope);
      return answer(request, context, { label, ...ids });
    });
    return { ...answered, headers: { "Cache-Control": "no-store", ...answered.headers, ...idHeaders(ids) } };
  };

type Ids = Omit<Caller, "label">;
type Call = Readonly<{ request: HttpRequest; invocation: InvocationContext; ids: Ids }>;

async function answerOrError({ request, invocation, ids }: Call, answer: () => Promise<HttpResponseInit>): Promise<HttpResponseInit> {
  try {
    return await answer();
  } catch (error) {
    if (!isForeseen(error)) invocation.error("request failed", { requestId: ids.requestId, path: new URL(request.url).pathname }, error);
    return errorAnswer(error, ids);
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
