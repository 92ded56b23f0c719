import { timingSafeEqual } from "node:crypto";
import { hmacMd5, md5 } from "./digests.js";
import { rc4 } from "./rc4.js";

/** Signs and encrypts what goes out and comes in, in its order (MS-NLMP 3.4). */
export type Seal = Readonly<{
  close(message: Buffer): Readonly<{ signature: Buffer; sealed: Buffer }>;
  /** Errors: RangeError when it is not what the other side wrote, or not the next. */
  open(signature: Buffer, sealed: Buffer): Buffer;
}>;

/** Of a session with extended session security, 128 bits and key exchange. */
export function sealOf(sessionKey: Buffer): Seal {
  const key = (direction: string, use: string) => md5(sessionKey, Buffer.from(`session key to ${direction} ${use} key magic constant\0`, "latin1"));
  const [ours, theirs] = ["client-to-server", "server-to-client"];
  const [closing, opening] = [rc4(key(ours, "sealing")), rc4(key(theirs, "sealing"))];
  const [signs, proves] = [key(ours, "signing"), key(theirs, "signing")];
  let [sent, heard] = [0, 0];
  return {
    close(message) {
      const number = sequence(sent++);
      const sealed = closing(message);
      return { signature: Buffer.concat([VERSION, closing(checksum(signs, number, message)), number]), sealed };
    },
    open(signature, sealed) {
      const number = sequence(heard++);
      const message = opening(sealed);
      const expected = Buffer.concat([VERSION, opening(checksum(proves, number, message)), number]);
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
        throw new RangeError("a sealed answer that is not the server's");
      return message;
    },
  };
}

const VERSION = Buffer.from([1, 0, 0, 0]);

const checksum = (key: Buffer, number: Buffer, message: Buffer): Buffer => hmacMd5(key, number, message).subarray(0, 8);

function sequence(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number >>> 0);
  return bytes;
}
