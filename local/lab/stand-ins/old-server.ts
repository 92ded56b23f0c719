import { generateKeyPairSync, sign } from "node:crypto";
import ssh2 from "ssh2";
import type { StandIn } from "./stand-in.js";

export const OLD_SERVER_STAND_IN: StandIn = {
  of: "an old SSH server",
  is: "a present one with an RSA key; this machine's cryptography refuses SHA-1",
};

/** What OpenSSH 5.3 offers, as far as a server in this process can. */
const OLD = {
  kex: ["diffie-hellman-group14-sha1" as const, "diffie-hellman-group1-sha1" as const],
  serverHostKey: ["ssh-rsa" as const],
  cipher: ["aes128-ctr" as const, "aes192-ctr" as const, "aes256-ctr" as const, "aes128-cbc" as const, "3des-cbc" as const],
  hmac: ["hmac-md5" as const, "hmac-sha1" as const],
};

export type ServerAlgorithms = typeof OLD;

/** The algorithms of an old server, null where this machine's cryptography refuses them. */
export function oldAlgorithms(): ServerAlgorithms | null {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  try {
    sign("sha1", Buffer.from("lab"), privateKey);
    new ssh2.Server({ hostKeys: [privateKey.export({ type: "pkcs1", format: "pem" })], algorithms: OLD });
    return OLD;
  } catch {
    return null; // a policy of the system's, or a build without them
  }
}
