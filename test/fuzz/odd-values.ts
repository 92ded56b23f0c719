import fc from "fast-check";

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

/** What no caller should send, each the seed of some fault: of JSON's types, of numbers, of texts, of times, of names and of depth. */
export const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1.5, 1e308, 2 ** 53 + 1, -(2 ** 31), 2 ** 32],
  ...["", " ", "\0", "\ud800", "\udfff\ud800", "x\ud800y", "\u202e", "\ufeff", "\u2028", "\ufffd", "é".normalize("NFD"), "😀".repeat(600)],
  ...["a".repeat(1025), "a".repeat(70_000), "(".repeat(5000), "'".repeat(3000), "a|".repeat(500), "=;".repeat(500), `${"a,".repeat(400)}"`],
  ...["1e3", "0x10", "-0", "99999999999999999999", "NaN", "Infinity", "١٢", "1_000", "007"],
  ...["9999-12-31T23:59:59Z", "0000-01-01", "2026-02-30", "2026-13-45", "+275760-09-13T00:00:00Z", "2026-01-01T00:00:00+99:99"],
  ...["../..", "a/b#c?d%", "%", "%00", "%ud800", "'", "''", "' or PartitionKey ne '", "$(id)", "=cmd|' /C calc'!A0", "@{a=b}", "{0}", "*", "~"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "then"],
  ...["http://[::1", "https://a:b@c:99999/", "//", "file:///etc/passwd", "::ffff:127.0.0.1", "0", "1.2.3", "[::]"],
  ...[[], {}, [[]], [null], [{}], [1, "a", null], { ID: 5 }, { ID: null }, { ID: "" }, { Name: [] }, { toString: 1 }, { length: 1e9 }],
  ...[JSON.parse('{"__proto__":{"ID":"x"}}'), { constructor: { prototype: {} } }, nested(50), nested(4000), Array(3000).fill("a")],
];

/** One odd value, or any JSON value, or any text. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);

/** One that stands in a URL: a text, whatever it is. */
export const oddText: fc.Arbitrary<string> = oddValue.map((value) => (typeof value === "string" ? value : String(JSON.stringify(value))));

/** A text as a segment of a path; what cannot be written there is replaced. */
export const segmentOf = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

/** Whole bodies that are no object of parameters. */
export const ODD_BODIES: readonly (string | Uint8Array)[] = [
  ...["", " ", "null", "1", "[]", '"x"', "{", '{"a":}', "\ufeff{}", '{"Name":1e999}', '{"Name":-1e999}', '{"a":1,"a":2}', '{"":1}', "{}{}"],
  ...['{"__proto__":{"Name":"x"}}', `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`, "[".repeat(100_000), `{"Name":"${"x".repeat(300_000)}"}`],
  ...[`{${Array.from({ length: 20_000 }, (_, i) => `"p${i}":${i}`).join(",")}}`, '{"Name":"\\ud800"}', "%7B%7D", "<xml/>"],
  ...[Uint8Array.of(0xff, 0xfe, 0x7b, 0), Uint8Array.of(0x7b, 0xc3, 0x28, 0x7d), Uint8Array.of(0)],
];
