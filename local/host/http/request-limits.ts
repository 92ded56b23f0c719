import type { IncomingMessage } from "node:http";

/** Bytes of the real host's server: the request line with its end, and all header lines together. */
const LINE_LIMIT = 8192;
const HEADERS_LIMIT = 32_768;

/** What Node's own parser may take in before the limits here are looked at. */
export const PARSER_LIMIT = 1_048_576;

/** The status with which the real host's server refuses a request before any function sees it, or null. */
export function refusal(request: IncomingMessage): 400 | 414 | 431 | null {
  const { method = "", url = "", httpVersion, rawHeaders } = request;
  if (`${method} ${url} HTTP/${httpVersion}\r\n`.length > LINE_LIMIT) return 414;
  const bytes = rawHeaders.reduce((sum, part) => sum + part.length + 2, 0); // ": " after a name, the line's end after a value
  if (bytes > HEADERS_LIMIT) return 431;
  return isAscii(url) && rawHeaders.every(isAscii) ? null : 400;
}

/** Node gives one character for each byte. */
const isAscii = (text: string): boolean => !/[^\x20-\x7e\t]/.test(text);
