import { expect, it } from "vitest";
import recorded from "../../lib/api/openapi/recorded-answers.json" with { type: "json" };
import { contextOf, inShell, noShell } from "./in-shell.js";
import { inventedService } from "./invented-service.js";

const SCRIPT = (uri: string) => `
${contextOf(uri)}
Get-ASRReplicationProtectedItem -ProtectionContainer c1 -FriendlyName 'zzz*' 3>&1 | ForEach-Object { "$_" }
$null = Update-ASRMobilityService -ProtectionContainer c1 -FriendlyName 'zzz*' -WhatIf 3>&1 6>$null | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | Tee-Object -Variable warned
"$warned"
Update-ASRMobilityService -ProtectionContainer c1 -FriendlyName 'zzz*' -WaitForCompletion 3>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.WarningRecord]) { "$_" } else { $_.State } }
@(Get-ASRProtectableItem -ProtectionContainer c1 -FriendlyName web-1 3>&1).Count
Update-ASRMobilityService -ProtectionContainer c1 -FriendlyName 'zzz*' -Confirm:$false 3>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.WarningRecord]) { "at once: $_" } else { $_.State } }`;

it.skipIf(noShell)(`warns of a selection that nothing fits${noShell}`, { timeout: 120_000 }, async () => {
  const none = { PlanId: "1", Total: 0, ToDo: 0, Machines: [], BlockedBy: [], AvailabilityGroups: [] };
  const ended = {
    ...recorded.ASRJob,
    Errors: [],
    FleetDetails: { ...recorded.ASRJob.FleetDetails, Warnings: ["No machine fits the selection."], Batch: { Total: 0 } },
  };
  const service = await inventedService(({ cmdlet, body }) => {
    if (cmdlet !== "Update-AsrMobilityService") return undefined;
    return body.WhatIf ? { ...recorded.WhatIf, Target: "CS1/default", Plan: none } : ended;
  });
  try {
    const lines = (await inShell(SCRIPT(service.uri))).filter((line) => !/^What if|^ +\w+: /.test(line));
    expect(lines).toEqual([
      "Nothing fits -FriendlyName zzz*.",
      "No machine of CS1/default fits the selection.",
      "Succeeded",
      "No machine fits the selection.",
      "0",
      "at once: No machine fits the selection.",
      "Succeeded",
    ]);
  } finally {
    service.close();
  }
});
