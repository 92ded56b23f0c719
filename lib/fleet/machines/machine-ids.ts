/** An id that tells machines apart; undefined for what firmware and images write where they have none. */
export function tellingId(id: string | undefined): string | undefined {
  const text = id?.trim().toLowerCase() ?? "";
  const hex = digitsOf(text);
  const isNone = text === "" || NONE.has(text) || (hex !== undefined && (NONE.has(hex) || /^(.)\1*$/.test(hex)));
  return isNone ? undefined : text;
}

/** Also when one of them has the first three fields of a UUID in the other byte order, as firmware before SMBIOS 2.6 and its readers do. */
export function isSameId(one: string, other: string): boolean {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  if (a === undefined || b === undefined) return one.toLowerCase() === other.toLowerCase();
  return a === b || swapped(a) === b;
}

/** The digits of a UUID or of a machine id, however it is written; VMware's serial number is its BIOS id. */
export function digitsOf(id: string): string | undefined {
  const digits = id
    .toLowerCase()
    .replace(/^(vmware-|urn:uuid:|0x)/, "")
    .replace(/[-{} ]/g, "");
  return /^[0-9a-f]{32}$/.test(digits) ? digits : undefined;
}

const swapped = (hex: string): string => `${reversed(hex.slice(0, 8))}${reversed(hex.slice(8, 12))}${reversed(hex.slice(12, 16))}${hex.slice(16)}`;
const reversed = (hex: string): string => (hex.match(/../g) ?? []).toReversed().join("");

/** Sample values with which boards of several makers were sold, and words in place of an id. */
const NONE: ReadonlySet<string> = new Set([
  ...["03000200040005000006000700080009", "00020003000400050006000700080009", "12345678123456781234567812345678"],
  ...["not settable", "not present", "not specified", "not available", "not applicable", "n/a", "none", "unknown", "null"],
  ...["default string", "system serial number", "to be filled by o.e.m.", "uninitialized"],
]);
