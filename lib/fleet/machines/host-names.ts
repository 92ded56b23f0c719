/** Are these one machine's names? One without a domain is the first part of the other; case and a final dot say nothing. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short !== "" && !short.includes(".") && long.startsWith(`${short}.`);
}

const plain = (name: string): string => name.trim().toLowerCase().replace(/\.$/, "");
