import { expect, it, vi } from "vitest";
import { say } from "../../../local/fleet/say.js";

it("shows what would steer the terminal, and leaves lines and tabs", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  say("the key \u001b[2Jof web\u202e01\n\tgoes on");
  expect(log.mock.calls).toEqual([["the key \\u{1b}[2Jof web\\u{202e}01\n\tgoes on"]]);
  log.mockRestore();
});
