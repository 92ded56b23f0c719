import { expect, it } from "vitest";
import { visible } from "../../../../web/portal/text/visible.js";

it("shows escapes and marks of direction instead of obeying them", () => {
  expect(visible("a\u202eb\u001b[31mc\u0000\u2066")).toBe("a\\u{202E}b\\u{1B}[31mc\\u{0}\\u{2066}");
});

it("leaves lines, tabs, markup and every language as they are", () => {
  const text = "<b>&amp;\n\tÄ日本עברית👍";
  expect(visible(text)).toBe(text);
});
