import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { readFault, type WsmanFault } from "./fault.js";

/** An answer of the service: what its body has, or the fault that it is. */
export type Answer = Readonly<{ body: unknown; fault?: undefined } | { body?: undefined; fault: WsmanFault }>;

/** More is no answer to what we ask, whose largest is told with each request. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: false, // no answer defines any; the five of XML itself are put back where a text is shown
  maxNestedTags: 32,
  isArray: (name) => name === "Stream" || name === "Selector",
});

const Envelope = z.object({ Envelope: z.object({ Body: z.unknown() }) });
const Faulted = z.object({ Fault: z.unknown() });

/** Errors: RangeError for what is no envelope, is too large, or has a document type. */
export function readEnvelope(bytes: Buffer): Answer {
  if (bytes.length > MAX_ANSWER_BYTES) throw new RangeError("an answer that is too large");
  const text = bytes.toString("utf8");
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new RangeError("an answer with a document type");
  const { Body } = Envelope.parse(parsed(text)).Envelope;
  const faulted = Faulted.safeParse(Body);
  return faulted.success && faulted.data.Fault !== undefined ? { fault: readFault(faulted.data.Fault) } : { body: Body };
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch (cause) {
    throw new RangeError("an answer that is no XML", { cause });
  }
}
