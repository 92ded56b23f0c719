import { X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certificate } from "../host/http/certificate.js";

export type CertificateFiles = Readonly<{ certFile: string; keyFile: string }>;

const LEAST_DAYS = 7;

/** A certificate for 127.0.0.1 and localhost, kept in a folder so that callers can be told to trust it; made anew a week before it ends. */
export async function ownCertificate(dir: string): Promise<CertificateFiles> {
  const files = { certFile: join(dir, "certificate.pem"), keyFile: join(dir, "certificate-key.pem") };
  if (await isGood(files)) return files;
  const { cert, key } = await certificate("self-signed");
  await mkdir(dir, { recursive: true });
  await writeFile(files.keyFile, key, { mode: 0o600 });
  await writeFile(files.certFile, cert);
  return files;
}

async function isGood({ certFile, keyFile }: CertificateFiles): Promise<boolean> {
  const [cert, key] = await Promise.all([certFile, keyFile].map((file) => readFile(file).catch(() => null)));
  return cert != null && key != null && Date.parse(new X509Certificate(cert).validTo) > Date.now() + LEAST_DAYS * 86_400_000;
}
