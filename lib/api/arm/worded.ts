import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { RETRY_AFTER_SECONDS } from "../cmdlet/answer.js";
import type { Caller } from "../http/caller.js";
import type { ArmAnswer } from "./operation.js";
import type { ArmQuery } from "./query.js";

type Call = Readonly<{ request: HttpRequest; query: ArmQuery; caller: Caller }>;

/** An answer as HTTP, with the headers by which the clients of Azure follow a long-running operation. */
export function worded(answer: ArmAnswer, call: Call): HttpResponseInit {
  const correlation = { "x-ms-correlation-request-id": call.caller.requestId };
  switch (answer.kind) {
    case "resource":
      return { status: 200, headers: { ...correlation, ...(answer.pending && RETRY) }, jsonBody: answer.resource };
    case "page":
      return {
        status: 200,
        headers: correlation,
        jsonBody: { value: answer.items, ...(answer.next !== undefined && { nextLink: nextLink(call, answer.next) }) },
      };
    case "accepted":
      return { status: 202, headers: { ...correlation, ...RETRY, ...follow(answer, call) } };
    case "waiting":
      return { status: 202, headers: { ...correlation, ...RETRY, Location: call.request.url } };
    case "nothing":
      return { status: 204, headers: correlation };
  }
}

const RETRY = { "Retry-After": String(RETRY_AFTER_SECONDS) };

/** PowerShell cuts the name of the job out of Location, up to its `?`; the SDK looks at the other until the job has ended, then at Location. */
function follow({ statusId, resultId }: Extract<ArmAnswer, { kind: "accepted" }>, { request, query }: Call): Record<string, string> {
  const at = (id: string) => new URL(`${id}?api-version=${encodeURIComponent(query.apiVersion)}`, request.url).href;
  return { "Azure-AsyncOperation": at(statusId), Location: at(resultId) };
}

/** Clients ask for the next page by this very address, so all that the first was asked with stands in it. */
function nextLink({ request }: Call, token: string): string {
  const url = new URL(request.url);
  for (const name of [...url.searchParams.keys()]) if (/^\$?skiptoken$/i.test(name)) url.searchParams.delete(name);
  url.searchParams.set("$skipToken", token);
  return url.href;
}
