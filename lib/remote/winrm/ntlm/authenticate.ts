import { randomBytes } from "node:crypto";
import { systemClock } from "../../../core/clock.js";
import type { Secret } from "../../../core/secret.js";
import { hmacMd5, passwordKey, utf16 } from "./digests.js";
import { authenticateMessage, type Challenge, MIC_AT } from "./messages.js";
import { rc4 } from "./rc4.js";
import { type Seal, sealOf } from "./seal.js";
import { AV, writeTargetInfo } from "./target-info.js";

export type NtlmAccount = Readonly<{ user: string; domain: string; password: Secret }>;

export type NtlmLogin = Readonly<{
  account: NtlmAccount;
  /** Our first message, which the last one vouches for. */
  negotiated: Buffer;
  challenge: Challenge;
  /** The TLS connection that the login belongs to: on another one it is worth nothing. */
  channelBindings?: Buffer | undefined;
}>;

/** Nonces of one login, which no other has. */
export type Nonces = Readonly<{ client: Buffer; sessionKey: Buffer; now: Date }>;

/** Answers a challenge by NTLMv2 (MS-NLMP 3.1.5.1.2); `seal` is what the session is sealed with from here on. */
export async function authenticate(login: NtlmLogin, nonces: Nonces = newNonces()): Promise<Readonly<{ message: Buffer; seal: Seal }>> {
  const { account, challenge, negotiated } = login;
  const hasTime = challenge.targetInfo.has(AV.timestamp);
  const key = await passwordKey(account.password, account);
  const answer = Buffer.concat([
    ...[Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]), challenge.targetInfo.get(AV.timestamp) ?? fileTime(nonces.now), nonces.client, Buffer.alloc(4)],
    ...[targetInfo(login, hasTime), Buffer.alloc(4)],
  ]);
  const proof = hmacMd5(key, challenge.nonce, answer);
  const message = authenticateMessage(
    {
      // A server that tells the time hears by it that this is no answer of before.
      lm: hasTime ? Buffer.alloc(24) : Buffer.concat([hmacMd5(key, challenge.nonce, nonces.client), nonces.client]),
      nt: Buffer.concat([proof, answer]),
      domain: utf16(account.domain),
      user: utf16(account.user),
      workstation: Buffer.alloc(0),
      sessionKey: rc4(hmacMd5(key, proof))(nonces.sessionKey),
    },
    challenge.flags,
  );
  if (hasTime) hmacMd5(nonces.sessionKey, negotiated, challenge.message, message).copy(message, MIC_AT);
  return { message, seal: sealOf(nonces.sessionKey) };
}

const newNonces = (): Nonces => ({ client: randomBytes(8), sessionKey: randomBytes(16), now: systemClock.now() });

/** What the server said of itself, that all three messages are vouched for, and the TLS connection. */
function targetInfo({ challenge, channelBindings }: NtlmLogin, hasMic: boolean): Buffer {
  const pairs = new Map(challenge.targetInfo);
  if (hasMic) pairs.set(AV.flags, Buffer.from([2, 0, 0, 0]));
  if (channelBindings) pairs.set(AV.channelBindings, channelBindings);
  return writeTargetInfo(pairs);
}

/** Windows counts tenths of microseconds since 1601. */
function fileTime(time: Date): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(time.getTime()) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}
