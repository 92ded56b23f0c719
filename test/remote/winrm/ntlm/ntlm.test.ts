import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { authenticate } from "../../../../lib/remote/winrm/ntlm/authenticate.js";
import { passwordKey } from "../../../../lib/remote/winrm/ntlm/digests.js";
import { negotiateMessage, readChallenge } from "../../../../lib/remote/winrm/ntlm/messages.js";
import { rc4 } from "../../../../lib/remote/winrm/ntlm/rc4.js";
import { sealOf } from "../../../../lib/remote/winrm/ntlm/seal.js";
import { readTargetInfo } from "../../../../lib/remote/winrm/ntlm/target-info.js";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

/** The example of MS-NLMP, 4.2.1 and 4.2.4: user "User", domain "Domain", password "Password", time 0. */
const ACCOUNT = { user: "User", domain: "Domain", password: new Secret("Password") };
const SESSION_KEY = Buffer.alloc(16, 0x55);
const TARGET_INFO = hex("02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000");
const CHALLENGE = challenge(0xe28a8233, TARGET_INFO);

describe("NTLM", () => {
  it("makes of a password what the example of its specification has", async () => {
    expect((await passwordKey(ACCOUNT.password, ACCOUNT)).toString("hex")).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
  });

  it("answers a challenge as the example of its specification does", async () => {
    const nonces = { client: Buffer.alloc(8, 0xaa), sessionKey: SESSION_KEY, now: new Date(-11_644_473_600_000) };
    const { message } = await authenticate({ account: ACCOUNT, negotiated: negotiateMessage(), challenge: readChallenge(CHALLENGE) }, nonces);
    const field = (at: number) => message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at));
    expect(field(12).toString("hex")).toBe("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    expect(field(20).subarray(0, 16).toString("hex")).toBe("68cd0ab851e51c96aabc927bebef6a1c");
    expect(field(52).toString("hex")).toBe("c5dad2544fc9799094ce1ce90bc9d03e");
    expect([field(28), field(36)].map((text) => text.toString("utf16le"))).toEqual(["Domain", "User"]);
  });

  it("seals a message as the example of its specification does", () => {
    const { signature, sealed } = sealOf(SESSION_KEY).close(Buffer.from("Plaintext", "utf16le"));
    expect(sealed.toString("hex")).toBe("54e50165bf1936dc996020c1811b0f06fb5f");
    expect(signature.toString("hex")).toBe("010000007fb38ec5c55d497600000000");
  });

  it("encrypts as the test vectors of RC4 say", () => {
    expect(rc4(Buffer.from("Key"))(Buffer.from("Plaintext")).toString("hex")).toBe("bbf316e8d940af0ad3");
    const stream = rc4(Buffer.from("Wiki"));
    expect(Buffer.concat([stream(Buffer.from("pe")), stream(Buffer.from("dia"))]).toString("hex")).toBe("1021bf0420");
  });

  it("vouches for all three messages and the TLS connection where the server tells the time", async () => {
    const time = hex("0001020304050607");
    const info = Buffer.concat([TARGET_INFO.subarray(0, -4), hex("07000800"), time, hex("00000000")]);
    const told = readChallenge(challenge(0xe28a8233, info));
    const bindings = Buffer.alloc(16, 7);
    const nonces = { client: Buffer.alloc(8, 1), sessionKey: SESSION_KEY, now: new Date(0) };
    const negotiated = negotiateMessage();
    const { message } = await authenticate({ account: ACCOUNT, negotiated, challenge: told, channelBindings: bindings }, nonces);
    const without = Buffer.from(message).fill(0, 72, 88);
    const mic = createHmac("md5", SESSION_KEY).update(negotiated).update(told.message).update(without).digest();
    expect(message.subarray(72, 88)).toEqual(mic);
    const answer = message.subarray(message.readUInt32LE(24), message.readUInt32LE(24) + message.readUInt16LE(20));
    const pairs = readTargetInfo(answer.subarray(16 + 28));
    expect(answer.subarray(16 + 8, 16 + 16)).toEqual(time);
    expect([pairs.get(6), pairs.get(10)]).toEqual([hex("02000000"), bindings]);
  });

  it("refuses a challenge that is weaker than its session may be, cut off, or none", () => {
    const [strong, sealing, keyExchange, sessionSecurity] = [0xe28a8233, 0x20, 0x40000000, 0x80000];
    for (const missing of [sealing, keyExchange, sessionSecurity]) {
      expect(() => readChallenge(challenge((strong & ~missing) >>> 0, TARGET_INFO))).toThrow(RangeError);
    }
    for (const length of [0, 8, 31, 47, CHALLENGE.length - 3]) expect(() => readChallenge(CHALLENGE.subarray(0, length))).toThrow(RangeError);
    expect(() => readChallenge(challenge(strong, hex("0200ff0044")))).toThrow(RangeError);
    expect(() => readChallenge(challenge(strong, hex("02000000".repeat(100))))).toThrow(RangeError);
  });
});

function challenge(flags: number, targetInfo: Buffer): Buffer {
  const head = Buffer.alloc(56);
  head.write("NTLMSSP\0", 0, "latin1");
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(56, 16);
  head.writeUInt32LE(flags, 20);
  hex("0123456789abcdef").copy(head, 24);
  head.writeUInt16LE(targetInfo.length, 40);
  head.writeUInt16LE(targetInfo.length, 42);
  head.writeUInt32LE(56, 44);
  return Buffer.concat([head, targetInfo]);
}
