import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { compareSyntax } from "../../generate/microsoft/compare.js";
import { readShown, SHOW_SYNTAX, type ShownCmdlet } from "../../generate/microsoft/shown.js";
import { syntaxPage } from "../../generate/microsoft/syntax-page.js";
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell();
const why = shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)";

it.skipIf(!shell)(
  `docs/microsoft-syntax.md is what PowerShell shows of the module beside Microsoft's cmdlets${why} (vitest -u writes it anew)`,
  { timeout: 120_000 },
  async () => {
    const shown = shownSyntax();
    const compared = compareSyntax(shown);
    // A vault is taken whole as any module of Microsoft's has it: only its names count.
    expect(compared.flatMap(({ cmdlet, differences }) => differences.map((one) => `${cmdlet}: ${one}`))).toEqual([
      "Set-AzRecoveryServicesAsrVaultContext: -Vault takes PSObject",
    ]);
    await expect(syntaxPage(shown)).toMatchFileSnapshot("../../docs/microsoft-syntax.md");
  },
);

function shownSyntax(): readonly ShownCmdlet[] {
  const words = ["-NoProfile", "-NonInteractive", "-Command", `Import-Module '${MODULE}'${SHOW_SYNTAX}`];
  const { stdout, stderr } = spawnSync(shell ?? "", words, { env: { ...process.env, ...QUIET }, encoding: "utf8", maxBuffer: 32 * 1024 * 1024 });
  expect(stderr).toBe("");
  return readShown(stdout);
}
