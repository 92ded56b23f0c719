import type { Seal } from "../ntlm/seal.js";
import { MAX_ANSWER_BYTES } from "../soap/read-envelope.js";

/** A message that NTLM has sealed, as HTTP carries it (MS-WSMV 2.2.9.1). */
const PROTOCOL = "application/HTTP-SPNEGO-session-encrypted";
export const SEALED_TYPE = `multipart/encrypted;protocol="${PROTOCOL}";boundary="Encrypted Boundary"`;

const BOUNDARY = "--Encrypted Boundary";
const DATA = "Content-Type: application/octet-stream\r\n";
const END = `${BOUNDARY}--`;

export function sealBody(seal: Seal, message: Buffer): Buffer {
  const { signature, sealed } = seal.close(message);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signature.length);
  const head = `${BOUNDARY}\r\n\tContent-Type: ${PROTOCOL}\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${message.length}\r\n${BOUNDARY}\r\n\t${DATA}`;
  return Buffer.concat([Buffer.from(head, "latin1"), length, signature, sealed, Buffer.from(`${END}\r\n`, "latin1")]);
}

const LONGEST_HEAD = 1_024;
const SIGNATURE_BYTES = 16;

/** Errors: RangeError for what is not sealed as the session's next message. */
export function openBody(seal: Seal, body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; !body.toString("latin1", at, at + END.length).startsWith(END); ) {
    const head = body.toString("latin1", at, at + LONGEST_HEAD);
    const data = head.indexOf(DATA);
    const [, digits] = /;Length=(\d{1,7})\r\n/i.exec(head) ?? [];
    const length = Number(digits);
    const begin = at + data + DATA.length + 4;
    if (data < 0 || digits === undefined || length > MAX_ANSWER_BYTES || begin + SIGNATURE_BYTES + length > body.length)
      throw new RangeError("an answer that is not sealed");
    if (body.readUInt32LE(begin - 4) !== SIGNATURE_BYTES) throw new RangeError("an answer that is sealed another way");
    const sealed = begin + SIGNATURE_BYTES;
    parts.push(seal.open(body.subarray(begin, sealed), body.subarray(sealed, sealed + length)));
    at = sealed + length;
  }
  if (parts.length === 0) throw new RangeError("an answer that is not sealed");
  return Buffer.concat(parts);
}
