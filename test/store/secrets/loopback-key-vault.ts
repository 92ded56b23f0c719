import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SecretClient } from "@azure/keyvault-secrets";
import { generate } from "selfsigned";

type Answer = Readonly<{ status: number; body?: unknown }>;

/** As much of Key Vault's REST interface as a secret store speaks, over HTTPS on loopback, with soft delete. */
export async function loopbackKeyVault() {
  const pem = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const kept = new Map<string, string[]>();
  const removed = new Map<string, string[]>();
  const requests: string[] = [];
  let forbidden = false;
  const server = createServer({ key: pem.private, cert: pem.cert }, async (request, response) => {
    const body = await text(request);
    const { pathname } = new URL(request.url ?? "/", "https://vault");
    requests.push(`${request.method} ${pathname}`);
    if (!request.headers.authorization) return challenge(response);
    if (forbidden) return reply(response, failed(403, "Forbidden"));
    reply(response, answer(request, pathname.split("/").slice(1), body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has an address object

  function answer({ method }: IncomingMessage, [kind, name = "", action]: string[], body: string): Answer {
    const shown = (versions: string[]): Answer => ({
      status: 200,
      body: { id: `${url}/secrets/${name}/${versions.length}`, value: versions.at(-1), attributes: {} },
    });
    const deleted = (versions: string[]): Answer => ({
      status: 200,
      body: { ...(shown(versions).body as object), recoveryId: `${url}/deletedsecrets/${name}` },
    });
    const [present, gone] = [kept.get(name), removed.get(name)];
    if (kind === "secrets" && method === "PUT") {
      if (gone) return failed(409, "Conflict", "ObjectIsDeletedButRecoverable");
      kept.set(name, [...(present ?? []), JSON.parse(body).value]);
      return shown(kept.get(name) ?? []);
    }
    if (kind === "secrets" && method === "GET") return present ? shown(present) : failed(404, "SecretNotFound");
    if (kind === "secrets" && method === "DELETE" && present) {
      kept.delete(name);
      removed.set(name, present);
      return deleted(present);
    }
    if (kind === "deletedsecrets" && action === "recover" && gone) {
      removed.delete(name);
      kept.set(name, gone);
      return shown(gone);
    }
    return kind === "deletedsecrets" && method === "GET" && gone ? deleted(gone) : failed(404, "SecretNotFound");
  }

  const credential = { getToken: async () => ({ token: "loopback", expiresOnTimestamp: Date.now() + 3600_000 }) };
  return {
    client: new SecretClient(url, credential, {
      disableChallengeResourceVerification: true,
      tlsOptions: { ca: pem.cert },
      retryOptions: { maxRetries: 0 },
    }),
    requests,
    versions: (name: string) => kept.get(name) ?? [],
    forbid() {
      forbidden = true;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const failed = (status: number, code: string, inner?: string): Answer => ({
  status,
  body: { error: { code, message: `The vault says ${code}`, ...(inner && { innererror: { code: inner } }) } },
});

function challenge(response: ServerResponse) {
  response.setHeader("www-authenticate", 'Bearer authorization="https://login.example/tenant", resource="https://vault.example"');
  reply(response, failed(401, "Unauthorized"));
}

function reply(response: ServerResponse, { status, body }: Answer) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
