import type { Algorithms } from "ssh2";

/**
 * What we offer, in our order. Group exchange is absent: ssh2 proves the server's prime in JavaScript's only thread, seconds long.
 * `legacySsh` adds SHA-1 for servers as old as OpenSSH 4.3 and 5.3. A pinned host key type comes first, so that a newer key
 * on the machine does not look like a changed one.
 */
export function sshAlgorithms({ legacySsh, hostKeyType }: Readonly<{ legacySsh: boolean; hostKeyType?: string }>): Algorithms {
  const hostKeys = legacySsh ? [...HOST_KEYS, "ssh-rsa" as const] : HOST_KEYS;
  const pinned = hostKeys.filter((name) => keyTypeOf(name) === hostKeyType);
  return {
    kex: legacySsh ? [...KEX, "diffie-hellman-group14-sha1"] : [...KEX],
    serverHostKey: [...pinned, ...hostKeys.filter((name) => !pinned.includes(name))],
    cipher: [...CIPHERS],
    hmac: legacySsh ? [...MACS, "hmac-sha1"] : [...MACS],
  };
}

const KEX = [
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
  "ecdh-sha2-nistp256",
  "ecdh-sha2-nistp384",
  "ecdh-sha2-nistp521",
  "diffie-hellman-group14-sha256",
  "diffie-hellman-group16-sha512",
  "diffie-hellman-group18-sha512",
  "diffie-hellman-group17-sha512",
  "diffie-hellman-group15-sha512",
] as const;

const HOST_KEYS = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256"] as const;

const CIPHERS = [
  "aes128-gcm@openssh.com",
  "aes256-gcm@openssh.com",
  "aes128-ctr",
  "aes192-ctr",
  "aes256-ctr",
  "chacha20-poly1305@openssh.com",
] as const;

const MACS = ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"] as const;

/** An RSA key signs by several algorithms, but it is one key type. */
const keyTypeOf = (algorithm: string): string => (algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm);
