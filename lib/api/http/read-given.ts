import type { HttpRequest } from "@azure/functions";
import { FleetError } from "../../core/errors.js";
import type { Given } from "../cmdlet/bind-parameters.js";
import { bodyText } from "./body-text.js";
import { refuseEmptyBody } from "./lost-body.js";

/** What came with a request: the query, and the JSON object of the body. `emptyBody` tells a POST that brought nothing. */
export async function readGiven(request: HttpRequest): Promise<Readonly<{ given: Given; emptyBody: boolean }>> {
  const query = [...request.query].filter(([name]) => !NOT_PARAMETERS.has(name.toLowerCase()));
  const body = await readBody(request);
  const given = new Map<string, unknown>();
  for (const [name, value] of [...query, ...Object.entries(body ?? {})]) {
    if (given.has(name)) throw new FleetError("InvalidParameter", `The parameter ${name} was given twice; expected it once`, { target: name });
    given.set(name, value);
  }
  return { given, emptyBody: request.method !== "GET" && body === undefined };
}

/** The JSON object that a request brought; undefined when it brought nothing. */
export async function readBody(request: HttpRequest): Promise<object | undefined> {
  const body = request.method === "GET" ? "" : bodyText(new Uint8Array(await request.arrayBuffer()), request.headers.get("content-type"));
  refuseEmptyBody(request, body);
  return body.trim() === "" ? undefined : parseBody(body);
}

/** Said with a missing parameter: a chunked body reaches a function empty. */
export const EMPTY_BODY_HINT =
  "The body of the request was empty. Send the parameters as a JSON object with a Content-Length header: a body that is sent in chunks (Transfer-Encoding: chunked) does not reach the function.";

/** Read by the platform or by Azure Resource Manager's clients. */
const NOT_PARAMETERS = new Set(["code", "api-version"]);

/** No parameter needs more; what is nested without end ends whoever walks it. */
const MOST_DEPTH = 64;

function parseBody(body: string): object {
  const parsed = parseJson(body);
  if (isDeeper(parsed, MOST_DEPTH))
    throw new FleetError("InvalidParameter", `The body is nested more than ${MOST_DEPTH} times; expected the parameters as a JSON object`, {
      target: "body",
    });
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  const came = Array.isArray(parsed) ? "an array" : parsed === null ? "null" : `a ${typeof parsed}`;
  throw new FleetError("InvalidParameter", `The body is expected to be a JSON object with the parameters; got ${came}`, { target: "body" });
}

/** Level by level, since depth itself is what a recursion ends of. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((one) => Object.values(one).filter(isNested));
  }
  return false;
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's own message quotes the body, which may hold a secret.
    throw new FleetError(
      "InvalidParameter",
      `The body is expected to be a JSON object with the parameters; got ${body.length} characters that are not JSON${body.includes("\0") ? " (with NULs, as UTF-16 has them; expected UTF-8)" : ""}`,
      {
        target: "body",
      },
    );
  }
}
