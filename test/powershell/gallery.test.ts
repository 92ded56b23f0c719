import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell();

const SCRIPT = (dir: string) => `
$ErrorActionPreference = 'Stop'
$manifest = Test-ModuleManifest '${MODULE}'
"manifest $($manifest.Name) $($manifest.ExportedFunctions.Count)"
$null = New-Item -ItemType Directory '${dir}/published', '${dir}/built', '${dir}/of-published', '${dir}/of-built'
Copy-Item '${resolve(dirname(MODULE), "..")}/*.nupkg' '${dir}/built'
Register-PSResourceRepository -Name published -Uri '${dir}/published' -Trusted
Register-PSResourceRepository -Name built -Uri '${dir}/built' -Trusted
Publish-PSResource -Path '${dirname(MODULE)}' -Repository published
foreach ($feed in 'published', 'built') {
    Save-PSResource MobilityFleet -Repository $feed -Path "${dir}/of-$feed"
    $files = Get-ChildItem -Recurse -File "${dir}/of-$feed" -Exclude *.xml | ForEach-Object Name | Sort-Object
    "$feed $($files -join ' ')"
}
$found = Find-PSResource MobilityFleet -Repository built
"found $($found.Version) $($found.Type) $($found.Tags -contains 'MobilityService') $($found.ProjectUri.Scheme) $($found.LicenseUri.Scheme)"
Import-Module '${dir}/of-built/MobilityFleet'
"imported $((Get-Command -Module MobilityFleet -CommandType Function).Count)"
`;

it.skipIf(!shell)(
  `is published to a folder, and installed from the package that the build makes${shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)"}`,
  { timeout: 180_000 },
  () => {
    const dir = mkdtempSync(join(tmpdir(), "fleet-gallery-"));
    try {
      // Repositories are registered in the user's home: this one is the test's own.
      const env = { ...process.env, ...QUIET, HOME: dir, XDG_DATA_HOME: join(dir, "data"), XDG_CONFIG_HOME: join(dir, "config") };
      for (const folder of ["data", "config"]) mkdirSync(join(dir, folder)); // one that is not there is none, and the present folder takes its place
      const { stdout, stderr } = spawnSync(shell ?? "", ["-NoProfile", "-NonInteractive", "-Command", SCRIPT(dir)], { env, encoding: "utf8" });
      const count = CMDLETS.length + 4;
      const files =
        "about_MobilityFleet_Batches.help.txt about_MobilityFleet.help.txt MobilityFleet.code.ps1 MobilityFleet.format.ps1xml MobilityFleet.psd1 MobilityFleet.psm1 MobilityFleet.types.ps1xml";
      expect({ stderr, lines: stdout.trim().split(/\r?\n/) }).toEqual({
        stderr: "",
        lines: [
          `manifest MobilityFleet ${count}`,
          `published ${files}`,
          `built ${files}`,
          "found 0.1.0 Module True https https",
          `imported ${count}`,
        ],
      });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
