import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { expect, it } from "vitest";
import { contextOf, inShell, noShell } from "./in-shell.js";
import { inventedService } from "./invented-service.js";

const DAY = 86_400_000;
const named = (name: string) => [{ name: "commonName", value: name }];

/** An authority, and what makes certificates of it. */
async function authority(name: string) {
  const extensions = [
    { name: "basicConstraints" as const, cA: true, critical: true },
    { name: "keyUsage" as const, keyCertSign: true, digitalSignature: true },
  ];
  const root = await generate(named(name), { keyType: "ec", algorithm: "sha256", extensions });
  const issue = (host: string, fromDays: number, toDays: number) =>
    generate(named(host), {
      ...{ keyType: "ec", algorithm: "sha256", ca: { key: root.private, cert: root.cert } },
      ...{ notBeforeDate: new Date(Date.now() + fromDays * DAY), notAfterDate: new Date(Date.now() + toDays * DAY) },
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
    });
  return { root: root.cert, issue };
}

async function serve({ private: key, cert }: Readonly<{ private: string; cert: string }>) {
  const heard: string[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    heard.push(request.headers.authorization ?? "");
    response.end('{"value":[]}');
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { uri: `https://localhost:${port}`, heard, close: () => server.close() };
}

const attempt = (uri: string) => `
try { ${contextOf(uri)}; 'trusted' }
catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category)"; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }`;

it.skipIf(noShell)(`says what of a certificate is not trusted, and how to trust it${noShell}`, { timeout: 120_000 }, async () => {
  const [known, unknown] = await Promise.all([authority("Fleet Test Authority"), authority("Authority Unheard Of")]);
  const certificates = await Promise.all([
    known.issue("localhost", -1, 30),
    unknown.issue("localhost", -1, 30),
    known.issue("other.contoso.example", -1, 30),
    known.issue("localhost", -30, -2),
    known.issue("localhost", 2, 30),
    unknown.issue("other.contoso.example", -30, -2),
  ]);
  const servers = await Promise.all(certificates.map(serve));
  const plain = await inventedService(() => undefined);
  const dir = mkdtempSync(join(tmpdir(), "fleet-certificates-"));
  try {
    writeFileSync(join(dir, "known.pem"), known.root);
    const script = [...servers.map(({ uri }) => uri), plain.uri.replace("http:", "https:")].map(attempt).join("\n");
    const lines = await inShell(script, { env: { SSL_CERT_FILE: join(dir, "known.pem"), SSL_CERT_DIR: join(dir, "none") } });
    const by = ",Set-AzureRmRecoveryServicesAsrVaultContext";
    const trust =
      /^To trust it, get the certificate of CN=Authority Unheard Of from who runs the service, compare its SHA-256, and make it known: .*SSL_CERT_FILE/;
    expect(lines).toEqual([
      "trusted",
      ...[
        `CertificateIssuerUnknown${by} SecurityError`,
        expect.stringMatching(/an issuer that this computer does not know \(CN=Authority Unheard Of/),
      ],
      expect.stringMatching(trust),
      `CertificateNameMismatch${by} SecurityError`,
      expect.stringMatching(/its certificate is not for the name localhost, but for DNS:other\.contoso\.example$/),
      expect.stringMatching(/^Give Set-AsrVaultContext -ServiceUri with a name that the certificate is for/),
      `CertificateExpired${by} SecurityError`,
      expect.stringMatching(/its certificate expired at \d{4}-\d\d-\d\d \d\d:\d\dZ \(it is .+Z here\)$/),
      expect.stringMatching(/^Have the certificate of the service renewed/),
      `CertificateExpired${by} SecurityError`,
      expect.stringMatching(/its certificate is valid only from \d{4}-/),
      expect.stringMatching(/^Have the certificate of the service renewed/),
      `CertificateExpired${by} SecurityError`,
      expect.stringMatching(
        /expired at .+; its certificate is not for the name localhost.+; its certificate is of an issuer that this computer does not know/,
      ),
      expect.stringMatching(/renewed.+ServiceUri.+To trust it/),
      `TlsFailed${by} ConnectionError`,
      expect.stringMatching(/no TLS connection came about: (?!.*inner exception).*\w{3}/),
      expect.stringMatching(/^Check that the address and port are those of the service/),
    ]);
    expect(servers.map(({ heard }) => heard)).toEqual([["Bearer mf_key"], [], [], [], [], []]);
  } finally {
    for (const server of [...servers, plain]) server.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
