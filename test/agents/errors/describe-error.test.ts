import { expect, it } from "vitest";
import { describeError, ERROR_DESCRIPTIONS } from "../../../lib/agents/errors/describe-error.js";
import { errorTable } from "../../../lib/agents/errors/error-table.js";
import { vendorErrors, withPortalNumber } from "../../../lib/agents/errors/vendor-errors.js";
import type { Phase } from "../../../lib/agents/errors/verdict.js";
import { LINUX_ADVICE } from "../../../lib/agents/linux/advice.js";
import { LINUX_CODES, linuxVerdictOf } from "../../../lib/agents/linux/verdicts.js";
import { WINDOWS_ADVICE } from "../../../lib/agents/windows/advice.js";
import { WINDOWS_CODES, windowsVerdictOf } from "../../../lib/agents/windows/verdicts.js";
import type { ErrorCode } from "../../../lib/core/errors.js";

it("says causes and advice for every code in whole sentences", () => {
  for (const [code, { possibleCauses, recommendedAction }] of Object.entries(ERROR_DESCRIPTIONS)) {
    expect([code, possibleCauses]).toEqual([code, expect.stringMatching(/^.{15,}\.$/)]);
    expect([code, recommendedAction]).toEqual([code, expect.stringMatching(/^.{15,}\.$/)]);
  }
});

it("carries the vendor's own number where there is one, by the machine's system", () => {
  expect(withPortalNumber(describeError("LoginRefused", LINUX_ADVICE).vendorCode ?? "")).toBe("EP0859 (95108)");
  expect(withPortalNumber(describeError("LoginRefused", WINDOWS_ADVICE).vendorCode ?? "")).toBe("EP0858 (95107)");
  expect(withPortalNumber(describeError("NotEnoughSpace").vendorCode ?? "")).toBe("EP0962 (95524)");
  expect(withPortalNumber("EP0897")).toBe("EP0897");
});

it.each([
  ["Linux", LINUX_ADVICE, LINUX_CODES],
  ["Windows", WINDOWS_ADVICE, WINDOWS_CODES],
] as const)("says on %s no code that the vendor has for the other system", (system, advice, { rows, rowsOf }) => {
  const named = [
    ...(Object.keys(ERROR_DESCRIPTIONS) as ErrorCode[]).map((code) => [code, describeError(code, advice).vendorCode] as const),
    ...[...rows, ...Object.values(rowsOf).flat()].map(({ code, vendorCode }) => [code, vendorCode] as const),
  ];
  const foreign = vendorErrors().flatMap((row) => (row.ep !== undefined && row.system !== "any" && row.system !== system ? [row.ep] : []));
  expect(named.filter(([, vendorCode]) => vendorCode !== undefined && foreign.includes(vendorCode))).toEqual([]);
});

const TABLE = errorTable({ Linux: LINUX_CODES, Windows: WINDOWS_CODES });
const PHASES: Readonly<Record<string, Phase>> = { installer: "install", configurator: "register", uninstaller: "uninstall" };

/** The rows of a system's two tables of exit codes, the second of which names the program. */
const rowsBelow = (heading: string) =>
  (TABLE.split(`## Exit codes of the ${heading} `)[1] ?? "")
    .split("\n## ", 1)
    .flatMap((part) => [...part.matchAll(/^\| (?:(\w+) \| )?(\d+) \|.*\| (\w*) ?\|$/gm)])
    .map(([, program = "installer", code, error = ""]) => ({ phase: PHASES[program] ?? "install", code: Number(code), error }));

it.each([
  ["Linux", linuxVerdictOf],
  ["Windows", windowsVerdictOf],
] as const)("lists for %s by which error a job calls each exit code of each program", (system, verdictOf) => {
  const rows = rowsBelow(system);
  const errorOf = (code: number, phase: Phase): string => {
    const verdict = verdictOf(code, { phase });
    return verdict.verdict === "Failed" ? verdict.code : "";
  };
  expect(new Set(rows.map(({ phase }) => phase))).toEqual(new Set(Object.values(PHASES)));
  for (const { code, phase, error } of rows) expect([code, phase, errorOf(code, phase)]).toEqual([code, phase, error]);
  expect([errorOf(4, "register"), errorOf(4, "uninstall"), errorOf(999, "uninstall")]).toEqual([
    ...["RegistrationFailed", "UninstallFailed", "UninstallFailed"],
  ]);
});

it("is what docs/errors.md says (vitest -u writes it anew)", async () => {
  await expect(TABLE).toMatchFileSnapshot("../../../docs/errors.md");
});
