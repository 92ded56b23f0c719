import { describe, expect, it } from "vitest";
import { noSshd, startSshd } from "../sshd.js";
import { connectSsh } from "./from-loopback.js";

/** What hardening guides leave of sshd's lists. */
const HARDENED = [
  ["group 14 alone", "KexAlgorithms diffie-hellman-group14-sha256"],
  ["group 16 alone", "KexAlgorithms diffie-hellman-group16-sha512"],
  ["group 18 alone", "KexAlgorithms diffie-hellman-group18-sha512"],
  ["curve25519 alone", "KexAlgorithms curve25519-sha256"],
  ["a NIST curve alone", "KexAlgorithms ecdh-sha2-nistp521"],
  ["group exchange before what we have", "KexAlgorithms diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512"],
  ["ChaCha20 alone", "Ciphers chacha20-poly1305@openssh.com"],
  ["AES-GCM alone", "Ciphers aes256-gcm@openssh.com"],
  ["AES-CTR with an encrypt-then-MAC", "Ciphers aes256-ctr\nMACs hmac-sha2-512-etm@openssh.com"],
  ["AES-GCM with a MAC that it does not need", "Ciphers aes128-gcm@openssh.com\nMACs umac-128-etm@openssh.com,hmac-sha2-256"],
] as const;

const NOTHING_IN_COMMON = [
  [
    "group exchange alone",
    "KexAlgorithms diffie-hellman-group-exchange-sha256",
    /key exchange is one of diffie-hellman-group-exchange-sha256/,
    /to KexAlgorithms .*curve25519/,
  ],
  ["a post-quantum exchange alone", "KexAlgorithms sntrup761x25519-sha512@openssh.com", /sntrup761/, /to KexAlgorithms/],
  ["UMAC alone", "Ciphers aes256-ctr\nMACs umac-128-etm@openssh.com", /MAC is one of umac-128-etm/, /to MACs .*hmac-sha2-256-etm/],
  ["AES-CBC alone", "Ciphers aes256-cbc", /cipher is one of aes256-cbc/, /to Ciphers .*aes128-gcm/],
  ["SHA-1 alone", "KexAlgorithms diffie-hellman-group14-sha1", /group14-sha1/, /allow legacy SSH/],
] as const;

describe.skipIf(noSshd)(`a hardened sshd${noSshd}`, () => {
  it.each(HARDENED)("that has %s is logged in to", async (_what, config) => {
    await using host = await startSshd(config.split("\n"));
    const transport = await connectSsh(host.target("mf-free"));
    expect(await transport.run("echo here")).toMatchObject({ exitCode: 0, stdout: "here\n" });
    await transport.close();
  });

  it.each(NOTHING_IN_COMMON)("that has %s is told which line of its sshd_config mends it", async (_what, config, message, recommendedAction) => {
    await using host = await startSshd(config.split("\n"));
    const error = { code: "UnsupportedSshAlgorithms", retryable: false, message: expect.stringMatching(message) };
    await expect(connectSsh(host.target("mf-free"))).rejects.toMatchObject({ ...error, recommendedAction: expect.stringMatching(recommendedAction) });
  });
});
