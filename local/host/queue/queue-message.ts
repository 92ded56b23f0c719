import type { DequeuedMessageItem } from "@azure/storage-queue";
import type { TypedData } from "../app/core-types.js";

/** The text of a message: of base64 its UTF-8. Null when base64 was expected and the text is none; throws when it is no UTF-8. */
export function decodeMessage(messageText: string, encoding: "base64" | "none"): string | null {
  if (encoding === "none") return messageText;
  if (messageText.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(messageText)) return null;
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(messageText, "base64"));
}

export const encodeMessage = (text: string | Uint8Array, encoding: "base64" | "none"): string =>
  encoding === "base64" ? Buffer.from(text).toString("base64") : Buffer.from(text).toString("utf8");

/** What the host tells about a message. Its own top-level JSON fields (no arrays, no nulls) come in too, and win over the host's names. */
export function messageMetadata(message: DequeuedMessageItem, text: string): Record<string, TypedData> {
  const metadata: Record<string, TypedData> = {
    QueueTrigger: { string: text },
    DequeueCount: { int: message.dequeueCount },
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    InsertionTime: { json: JSON.stringify(message.insertedOn) },
    ExpirationTime: { json: JSON.stringify(message.expiresOn) },
    NextVisibleTime: { json: JSON.stringify(message.nextVisibleOn) },
  };
  const names = new Map(Object.keys(metadata).map((name) => [name.toLowerCase(), name]));
  for (const [field, value] of Object.entries(fieldsOf(text))) {
    const data = fieldData(value);
    if (data !== null) metadata[names.get(field.toLowerCase()) ?? field] = data;
  }
  return metadata;
}

function fieldsOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {}; // plain text has no fields
  }
}

/** Scalars travel as text, as .NET writes it: a boolean is True or False. */
function fieldData(value: unknown): TypedData | null {
  if (value === null || Array.isArray(value)) return null;
  if (typeof value === "object") return { json: JSON.stringify(value) };
  if (typeof value === "boolean") return { string: value ? "True" : "False" };
  return { string: String(value) };
}
