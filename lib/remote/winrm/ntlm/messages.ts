import { readTargetInfo, type TargetInfo } from "./target-info.js";

/** What both sides must be able to do (MS-NLMP 2.2.2.5): Unicode, sign, seal, NTLM, extended session security, target info, version, 128 bits, key exchange. */
export const FLAGS = 0xe2888235;
/** Without these a session would be weaker than we use: Unicode, sign, seal, extended session security, 128 bits, key exchange. */
const NEEDED = 0x60080031;

const SIGNATURE = Buffer.from("NTLMSSP\0", "latin1");
/** Windows 10 and NTLM's revision 15; nobody judges by it. */
const VERSION = Buffer.from([10, 0, 0, 0, 0, 0, 0, 15]);

/** The first message: what we can do. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(FLAGS, 12);
  message.writeUInt32LE(40, 20);
  message.writeUInt32LE(40, 28);
  VERSION.copy(message, 32);
  return message;
}

/** What the server answers: its nonce, and what it says of itself. */
export type Challenge = Readonly<{ message: Buffer; flags: number; nonce: Buffer; targetInfo: TargetInfo }>;

/** Errors: RangeError for what is no challenge, or one that is weaker than a session of ours may be. */
export function readChallenge(message: Buffer): Challenge {
  if (!message.subarray(0, 8).equals(SIGNATURE) || message.readUInt32LE(8) !== 2) throw new RangeError("no challenge");
  const flags = message.readUInt32LE(20);
  if ((flags & NEEDED) >>> 0 !== NEEDED) throw new RangeError("it offers less than NTLMv2 with 128 bits, signed and sealed");
  const [length, at] = [message.readUInt16LE(40), message.readUInt32LE(44)];
  if (at + length > message.length) throw new RangeError("a challenge that was cut off");
  return { message, flags, nonce: message.subarray(24, 32), targetInfo: readTargetInfo(message.subarray(at, at + length)) };
}

/** The fields of the last message, in the order in which it has them. */
export type Authentication = Readonly<{ lm: Buffer; nt: Buffer; domain: Buffer; user: Buffer; workstation: Buffer; sessionKey: Buffer }>;

const HEADER = 88;
export const MIC_AT = 72;

export function authenticateMessage(fields: Authentication, flags: number): Buffer {
  const header = Buffer.alloc(HEADER);
  SIGNATURE.copy(header);
  header.writeUInt32LE(3, 8);
  const parts = [fields.lm, fields.nt, fields.domain, fields.user, fields.workstation, fields.sessionKey];
  let at = HEADER;
  for (const [index, { length }] of parts.entries()) {
    const place = 12 + index * 8;
    header.writeUInt16LE(length, place);
    header.writeUInt16LE(length, place + 2);
    header.writeUInt32LE(at, place + 4);
    at += length;
  }
  header.writeUInt32LE((flags & FLAGS) >>> 0, 60);
  VERSION.copy(header, 64);
  return Buffer.concat([header, ...parts]);
}
