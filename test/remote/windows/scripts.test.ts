import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noPwsh, PWSH, PWSH_ENVIRONMENT } from "./pwsh.js";

const FOLDERS = ["lib/remote/windows/scripts", "lib/remote/windows/scripts/system", "lib/agents/windows/scripts"];
const scripts = FOLDERS.flatMap((folder) => readdirSync(folder).flatMap((name) => (name.endsWith(".ps1") ? [resolve(folder, name)] : [])));
const NEWER = [
  ...["$a ? 1 : 2", "a && b", "$x ?? 1", "$x ??= 1", "$x.a?.Length", "$x.a?[0]", "class A { }", "[object]::new()", "@(1).Where({ $_ })", "exit 3"],
  ...["Get-WmiObject x", "function {", "Get-Item x &", "& { clean { 1 } }", '"`e[0m"', '"`u{41}"', "0b101", "100u"],
  ...["Get-Content -LiteralPath x -AsByteStream", "1 | ForEach-Object -Parallel { 1 }", "Get-ChildItem -Depth 2", "Split-Path -LeafBase x"],
];
const planted = (index: number) => `planted-${index}.ps1`;

describe.skipIf(noPwsh)(`the scripts for Windows machines${noPwsh}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "mf-scripts-"));
  let found: readonly string[] = [];
  beforeAll(() => {
    const paths = NEWER.map((_, index) => join(folder, planted(index)));
    for (const [index, path] of paths.entries()) writeFileSync(path, NEWER[index] ?? "");
    const words = ["-NoProfile", "-NonInteractive", "-File", "test/remote/windows/walk-scripts.ps1", ...scripts, ...paths];
    const { stdout, stderr } = spawnSync(PWSH ?? "", words, { encoding: "utf8", env: PWSH_ENVIRONMENT });
    found = `${stdout}${stderr}`.split("\n").filter(Boolean);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("use nothing that Windows PowerShell 3 lacks, no command that is not known, and no exit", () => {
    expect(scripts.length).toBeGreaterThan(25);
    expect(found.filter((line) => !line.includes("planted-"))).toEqual([]);
  });

  it.each(NEWER.map((text, index) => [text, index] as const))("would be told of %s", (_, index) => {
    expect(found.join("\n")).toContain(planted(index));
  });
});
