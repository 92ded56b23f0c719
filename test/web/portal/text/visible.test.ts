import { expect, it } from "vitest";
import { MAY_HIDE, visible } from "../../../../web/portal/text/visible.js";

it("shows escapes and marks of direction instead of obeying them", () => {
  expect(visible("a\u202eb\u001b[31mc\u0000\u2066")).toBe("a\\u{202E}b\\u{1B}[31mc\\u{0}\\u{2066}");
});

it("leaves lines, tabs, markup and every language as they are", () => {
  const text = "<b>&amp;\n\tÄ日本עברית👍";
  expect(visible(text)).toBe(text);
});

it("passes over no text that holds what is shown in another way, however JSON writes it", () => {
  const chars = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  const hidden = chars.filter((char) => visible(char) !== char);
  expect(hidden.length).toBeGreaterThan(80);
  for (const char of hidden) {
    expect(MAY_HIDE.test(JSON.stringify(char))).toBe(true);
    expect(MAY_HIDE.test(`"\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}"`)).toBe(true);
  }
  expect(MAY_HIDE.test(JSON.stringify({ "/subscriptions/1": 'a "b"\n\tÄ日本 C:\\temp' }))).toBe(false);
});
