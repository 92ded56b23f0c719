/** The text of these bytes without a character that is cut off at the end, so that the next read can begin behind it. */
export function wholeCharacters(bytes: Buffer): string {
  const start = startOfLast(bytes);
  const lead = bytes[start] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  const cut = bytes.length - start < needed && start > 0;
  return bytes.subarray(0, cut ? start : bytes.length).toString();
}

/** Where the last character begins; bytes 10xxxxxx go on with the one before. */
function startOfLast(bytes: Buffer): number {
  let start = bytes.length - 1;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return Math.max(0, start);
}
