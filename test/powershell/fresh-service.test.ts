import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { newKey, startService } from "../../local/service.js";
import { startStorage } from "../../local/storage.js";
import { MODULE, noEngine, openEngine } from "./engine.js";

it.skipIf(noEngine)(
  `the PowerShell module reaches a service that has no fabric yet, makes the first, and sends nothing that it could not read${noEngine && ` (${noEngine})`}`,
  async () => {
    const storage = await startStorage();
    const settings = {
      AzureWebJobsStorage: storage.connectionString,
      FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
      FLEET_SEALING_KEY: randomBytes(32).toString("base64"),
    };
    const service = await startService({ appDir: ".", settings });
    const engine = openEngine();
    try {
      const key = await newKey(storage.connectionString, { scope: "administrator", label: "first" });
      const script = `
Import-Module '${MODULE}'
$context = Set-ASRVaultContext -ServiceUri '${service.url}' -FleetKey ([System.Net.NetworkCredential]::new('', '${key}').SecurePassword)
"$($context.ServiceUri) [$($context.ResourceName)]"
@(Get-ASRFabric).Count
(Set-ASRFabric -Name cs1 -Generation Classic -ServerAddress 10.20.0.4).Name
@(Get-ASRFabric).Count`;
      const { output, errors, ended } = await engine.run(script);
      expect({ output, errors, ended }).toEqual({ output: [`${service.url} []`, "0", "cs1", "1"], errors: [], ended: null });

      // Going on without what was given would be another call.
      const unreadable = `
$gone = [System.Net.NetworkCredential]::new('', 'passphrase').SecurePassword
$gone.Dispose()
$DebugPreference = 'Continue'
Set-ASRFabric -Name cs1 -FriendlyName renamed -Passphrase $gone`;
      const stopped = await engine.run(unreadable);
      expect([stopped.debug, stopped.host]).toEqual([[], []]);
      expect((stopped.ended ?? stopped.errors[0])?.message).toContain("disposed");
    } finally {
      engine.close();
      await service.close();
      await storage.close();
    }
  },
  120_000,
);
