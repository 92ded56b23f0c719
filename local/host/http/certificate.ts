import { readFile } from "node:fs/promises";

/** Paths of a certificate and its key (PEM), or one that is made for 127.0.0.1 and localhost and trusted by nobody. */
export type HttpsOption = Readonly<{ certFile: string; keyFile: string }> | "self-signed";

/** Certificate and key in PEM. */
export async function certificate(option: HttpsOption): Promise<{ cert: string; key: string }> {
  if (option !== "self-signed") return { cert: await readFile(option.certFile, "utf8"), key: await readFile(option.keyFile, "utf8") };
  const { generate } = await import("selfsigned");
  const names = [
    { type: 2 as const, value: "localhost" }, // 2: a DNS name
    { type: 7 as const, ip: "127.0.0.1" }, // 7: an address
  ];
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: names }],
  });
  return { cert: made.cert, key: made.private };
}
