import type { ServerResponse } from "node:http";
import type { HttpCookie, TypedData } from "../app/core-types.js";

const NO_BODY = [204, 205, 304];
/** Headers that belong to the connection, which the server sets itself. */
const OWN_HEADERS = ["content-length", "transfer-encoding", "connection", "keep-alive"];

/** Sends what a function returned: nothing is 204; of a response the status, headers, cookies and body. */
export function sendResponse(response: ServerResponse, returned: TypedData | null | undefined): void {
  const http = returned?.http;
  if (!http) return void response.writeHead(204).end();
  const status = Number(http.statusCode ?? 200);
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (!OWN_HEADERS.includes(name.toLowerCase())) response.setHeader(name, value);
  }
  for (const cookie of http.cookies ?? []) response.appendHeader("set-cookie", cookieText(cookie));
  const body = Buffer.from(http.body?.bytes ?? http.body?.string ?? "");
  response.statusCode = status;
  if (NO_BODY.includes(status)) return void response.end();
  response.setHeader("content-length", body.length);
  response.end(body);
}

/** An answer of the host itself that has no body, such as 404 or 500. */
export const sendEmpty = (response: ServerResponse, status: number): void => void response.writeHead(status, { "content-length": 0 }).end();

/** An answer of the host itself that tells a person why. */
export function sendText(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...headers }).end(text);
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
}

const SAME_SITE = { lax: "Lax", strict: "Strict", explicitNone: "None", none: null };

function cookieText(cookie: HttpCookie): string {
  const expires = cookie.expires?.value?.seconds;
  const sameSite = SAME_SITE[cookie.sameSite ?? "none"];
  const parts = [
    `${encodeURIComponent(cookie.name ?? "")}=${encodeURIComponent(cookie.value ?? "")}`,
    expires === undefined || expires === null ? "" : `expires=${new Date(expires * 1000).toUTCString()}`,
    typeof cookie.maxAge?.value === "number" ? `max-age=${Math.floor(cookie.maxAge.value)}` : "",
    cookie.domain?.value ? `domain=${cookie.domain.value}` : "",
    `path=${cookie.path?.value ?? "/"}`,
    cookie.secure?.value ? "secure" : "",
    sameSite === null ? "" : `samesite=${sameSite}`,
    cookie.httpOnly?.value ? "httponly" : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}
