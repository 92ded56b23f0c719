import { expect, it } from "vitest";
import { z } from "zod";
import { ExitCodes, LINUX_EXIT_CODES, WINDOWS_EXIT_CODES } from "../../../lib/agents/errors/exit-code-table.js";

it("has both systems in one table, whose schema for editors says what the app checks (vitest -u writes it anew)", async () => {
  expect([LINUX_EXIT_CODES.length, WINDOWS_EXIT_CODES.length]).toEqual([84, 69]);
  await expect(`${JSON.stringify(z.toJSONSchema(ExitCodes, { io: "input" }), null, 2)}\n`).toMatchFileSnapshot(
    "../../../lib/agents/data/exit-codes.schema.json",
  );
});

const row = { code: 5, system: "any", meaning: "something is wrong", kind: "Failure", errorCode: "InstallerFailed" };
it.each<[string, readonly object[], RegExp]>([
  ["a code that one system has twice", [row, { ...row, system: "Linux" }], /each code once/],
  ["codes out of order", [row, { ...row, code: 4 }], /in order/],
  ["a failure without an error", [{ ...row, errorCode: undefined }], /needs an errorCode/],
  ["an error that there is not", [{ ...row, errorCode: "NoSuchCode" }], /errorCode/],
])("refuses %s", (_what, exitCodes, message) => expect(() => ExitCodes.parse({ exitCodes })).toThrow(message));
