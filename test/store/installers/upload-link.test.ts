import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { BlobServiceClient } from "@azure/storage-blob";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { downloadLink, uploadLink } from "../../../lib/store/installers/upload-link.js";
import { freePort } from "../../free-port.js";
import { until } from "../../until.js";

/** An unsigned token with the claims that Azurite looks at; it cannot check signatures. */
function token(): string {
  const seconds = Math.floor(Date.now() / 1000);
  const id = crypto.randomUUID();
  const claims = {
    aud: "https://storage.azure.com",
    iss: `https://sts.windows.net/${id}/`,
    nbf: seconds - 60,
    iat: seconds - 60,
    exp: seconds + 3600,
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "RS256", typ: "JWT" }), part({ ...claims, oid: id, tid: id, ver: "1.0" }), "c2lnbmF0dXJl"].join(".");
}

describe("upload link of an app with an identity", () => {
  let azurite: ChildProcess;
  let folder: string;
  let service: BlobServiceClient;
  let ca: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleet-azurite-"));
    const pem = await generate([{ name: "commonName", value: "127.0.0.1" }], {
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    ca = pem.cert;
    await writeFile(join(folder, "cert.pem"), pem.cert);
    await writeFile(join(folder, "key.pem"), pem.private, { mode: 0o600 });
    const port = await freePort();
    const flags = ["--blobPort", `${port}`, "--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--oauth", "basic"];
    const tls = ["--cert", join(folder, "cert.pem"), "--key", join(folder, "key.pem")];
    azurite = spawn(process.execPath, ["node_modules/azurite/dist/src/blob/main.js", ...flags, ...tls], { stdio: "ignore" });
    const credential = { getToken: async () => ({ token: token(), expiresOnTimestamp: Date.now() + 3600_000 }) };
    await until(async () => azurite.exitCode !== null || (await accepts(port)), { what: "Azurite accepts" });
    if (azurite.exitCode !== null) throw new Error(`Azurite did not start (exit code ${azurite.exitCode})`);
    const endpoint = `https://127.0.0.1:${port}/devstoreaccount1`;
    service = new BlobServiceClient(endpoint, credential, { tlsOptions: { ca } } as object); // passed on to the pipeline, not in its type
    await service.getContainerClient("installers").create();
  });
  afterAll(async () => {
    if (azurite.kill()) await once(azurite, "exit");
    await rm(folder, { recursive: true });
  });

  it("is signed by a delegation key and takes one upload", async () => {
    const blob = service.getContainerClient("installers").getBlobClient("incoming/i-1/a b.tar.gz");
    const url = await uploadLink({ service, blob, now: new Date(), expiresAt: new Date(Date.now() + 600_000) });
    expect(url).toMatch(/[?&]skoid=/);
    expect(url).toMatch(/[?&]spr=https(&|$)/);
    expect(await put(url, ca)).toBe(201);
    expect(await put(url, ca)).toBeGreaterThanOrEqual(400);
    expect((await blob.getProperties()).contentLength).toBe(4);
    const read = await downloadLink({ service, blob, now: new Date(), expiresAt: new Date(Date.now() + 167 * 3_600_000), fileName: "a b.tar.gz" });
    expect(read).toMatch(/[?&]sp=r(&|$)/);
    expect(read).toMatch(/[?&]skoid=.*spr=https|[?&]spr=https.*skoid=/);
    expect(await get(read, ca)).toBe("good");
  });
});

async function put(url: string, ca: string): Promise<number | undefined> {
  const sent = request(url, { method: "PUT", ca, headers: { "x-ms-blob-type": "BlockBlob", "content-length": 4 } }).end("good");
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

async function get(url: string, ca: string): Promise<string> {
  const [response] = await once(request(url, { ca }).end(), "response");
  return text(response);
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).once("error", () => resolve(false));
  });
