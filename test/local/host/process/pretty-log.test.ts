import { expect, it } from "vitest";
import { prettyLog } from "../../../../local/host/process/pretty-log.js";

it("shows a terminal what would steer it, and leaves lines as they are", () => {
  let written = "";
  const stream = { isTTY: true, write: (text: string) => (written += text) } as unknown as NodeJS.WriteStream; // nothing else is asked of it
  const entry = {
    time: new Date("2026-11-01T10:00:00.000Z"),
    level: "information",
    category: "user",
    message: "a\u001b]0;owned\u0007b\n\u202egpj",
  } as const;
  prettyLog(stream)(entry);
  expect(written).toBe("10:00:00.000 info  a\\u{1b}]0;owned\\u{7}b\n\\u{202e}gpj\n");
});
