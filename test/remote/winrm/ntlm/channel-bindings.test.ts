import { createHash, X509Certificate } from "node:crypto";
import { generate } from "selfsigned";
import { expect, it } from "vitest";
import { channelBindings } from "../../../../lib/remote/winrm/ntlm/channel-bindings.js";

/** RFC 5929, 4.1 in the structure of RFC 4121, 4.1.1.2, whose addresses are empty. */
function expected(der: Buffer, digest: string): string {
  const name = Buffer.concat([Buffer.from("tls-server-end-point:"), createHash(digest).update(der).digest()]);
  return createHash("md5")
    .update(Buffer.concat([Buffer.alloc(16), Buffer.from([name.length, 0, 0, 0]), name]))
    .digest("hex");
}

it.each([
  ["ec", "sha256", "sha256"],
  ["rsa", "sha384", "sha384"],
  ["rsa", "sha512", "sha512"],
  ["rsa", "sha1", "sha256"], // a digest that is weaker than SHA-256 is not used
] as const)("bind a login to a certificate of %s that is signed with %s by %s", async (keyType, algorithm, digest) => {
  const { cert } = await generate([{ name: "commonName", value: "win-1" }], { keyType, algorithm });
  const der = new X509Certificate(cert).raw;
  expect(channelBindings(der)?.toString("hex")).toBe(expected(der, digest));
});

it("are left away for what cannot be read", () => {
  for (const bytes of ["", "30", "3082", "308201003082ffff", "30".repeat(50)]) expect(channelBindings(Buffer.from(bytes, "hex"))).toBeUndefined();
});
