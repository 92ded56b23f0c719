import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Secret } from "../../../lib/core/secret.js";
import { passwordKey } from "../../../lib/remote/winrm/ntlm/digests.js";
import { rc4 } from "../../../lib/remote/winrm/ntlm/rc4.js";

/** The server's side of NTLM, as far as a test needs it. Against nobody's of ours the client is tried on the lab's Windows machine (gss-ntlmssp). */
export type NtlmAcceptor = Readonly<{
  challenge: Buffer;
  /** Is it the account's answer? */
  accept(message: Buffer): Promise<boolean>;
  open(signature: Buffer, sealed: Buffer): Buffer;
  close(message: Buffer): Buffer;
}>;

const hmac = (key: Buffer, ...parts: Buffer[]) => parts.reduce((made, part) => made.update(part), createHmac("md5", key)).digest();
const int32 = (number: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
};

export function ntlmAcceptor(account: Readonly<{ user: string; password: Secret }>): NtlmAcceptor {
  const nonce = randomBytes(8);
  const challenge = Buffer.concat([
    Buffer.from("NTLMSSP\0"),
    int32(2),
    Buffer.alloc(8),
    int32(0xe28a8235),
    nonce,
    Buffer.alloc(8),
    Buffer.from([4, 0, 4, 0]),
    int32(56),
    Buffer.alloc(8),
    Buffer.alloc(4),
  ]);
  let seal: ReturnType<typeof sealsOf> | undefined;
  const session = () => {
    if (!seal) throw new Error("no session");
    return seal;
  };
  return {
    challenge,
    async accept(message) {
      const field = (at: number) => message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at));
      const answer = field(20);
      const key = await passwordKey(account.password, { user: account.user, domain: field(28).toString("utf16le") });
      const proof = hmac(key, nonce, answer.subarray(16));
      if (field(36).toString("utf16le") !== account.user || !proof.equals(answer.subarray(0, 16))) return false;
      seal = sealsOf(rc4(hmac(key, proof))(field(52)));
      return true;
    },
    open: (signature, sealed) => session().open(signature, sealed),
    close: (message) => session().close(message),
  };
}

function sealsOf(key: Buffer) {
  const made = (words: string) => createHash("md5").update(key).update(`session key to ${words} key magic constant\0`).digest();
  const [incoming, outgoing] = [rc4(made("client-to-server sealing")), rc4(made("server-to-client sealing"))];
  let [heard, sent] = [0, 0];
  const signed = (name: string, number: Buffer, message: Buffer) => hmac(made(`${name} signing`), number, message).subarray(0, 8);
  return {
    open(signature: Buffer, sealed: Buffer) {
      const message = incoming(sealed);
      const number = int32(heard++);
      const expected = Buffer.concat([int32(1), incoming(signed("client-to-server", number, message)), number]);
      if (!signature.equals(expected)) throw new Error("not the client's");
      return message;
    },
    close(message: Buffer) {
      const number = int32(sent++);
      const sealed = outgoing(message);
      return Buffer.concat([int32(1), outgoing(signed("server-to-client", number, message)), number, sealed]);
    },
  };
}
