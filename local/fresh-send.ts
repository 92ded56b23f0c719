import { once } from "node:events";
import { type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { text } from "node:stream/consumers";
import type { Send } from "./client.js";

/**
 * Sends each request over a connection of its own: one that is kept may be closed by a server in a slow process just when it is used again.
 * With a certificate (PEM) it trusts that and no other; `fetch` cannot be told whom to trust.
 */
export function freshSend(certificate: string | null): Send {
  return async (url, { method, headers, body }) => {
    const options = { method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent: false } as const;
    const call = certificate === null ? overHttp(url, options) : overHttps(url, { ...options, ca: certificate });
    call.end(body);
    const [answer] = (await once(call, "response")) as [IncomingMessage]; // the one argument of this event
    const said = await text(answer);
    const status = answer.statusCode ?? 0;
    return { ok: status >= 200 && status < 300, status, text: async () => said };
  };
}
