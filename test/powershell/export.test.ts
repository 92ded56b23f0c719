import { expect, it } from "vitest";
import recorded from "../../lib/api/openapi/recorded-answers.json" with { type: "json" };
import { contextOf, inShell, noShell } from "./in-shell.js";
import { inventedService } from "./invented-service.js";

/** Every kind of object as a table of a file, and what programs see of its lists. */
const SCRIPT = (uri: string) => `
${contextOf(uri)}
$plan = Update-ASRMobilityService -ReplicationProtectedItem vm1 -WhatIf
$plan | ConvertTo-Csv -NoTypeInformation
$machines = Get-ASRMobilityServicePlan -PlanId 1
$job = Get-ASRJob -Name 1
$machines, $job | ForEach-Object { ($_ | ConvertTo-Csv -NoTypeInformation)[1] }
foreach ($command in Get-Command Get-* -Module MobilityFleet -CommandType Function) {
    if ($command.Name -match 'Context$') { continue }
    $given = @{}
    foreach ($one in ($command.ParameterSets | Where-Object IsDefault).Parameters) { if ($one.IsMandatory) { $given[$one.Name] = 'one' } }
    $rows = @(& $command @given | ConvertTo-Csv -NoTypeInformation)
    "$($command.Noun.Substring(26)) $($rows.Count) $(@($rows -match 'System\\.Object\\[\\]|System\\.Collections').Count)"
}
"$($plan.Path.Count) $($plan.Path[0]) $($plan.Path -is [array]) $($plan.Path.GetType().Name) $(($plan | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Path[1]) $($plan.HeldVersions.Count) $([object[]]::new(0).PSObject.TypeNames[0])"
`;

it.skipIf(noShell)(`exports objects to CSV with what stands in their lists${noShell}`, { timeout: 120_000 }, async () => {
  const answers: Readonly<Record<string, unknown>> = recorded;
  const planned = {
    ...recorded.WhatIf.Plan,
    JobName: "7",
    Path: ["9.61.7016.1", "9.62.7096.1"],
    Hops: [
      { From: "9.60", To: "9.61.7016.1" },
      { From: "9.61", To: "9.62.7096.1" },
    ],
    BlockedBy: [{ Code: "DiskFull", Message: "/ is full", RecommendedAction: "Make room." }],
    HeldVersions: [],
  };
  const service = await inventedService(({ cmdlet, body }) => {
    const noun = cmdlet.split("-Asr")[1] ?? "";
    const object = noun === "MobilityServicePlan" ? recorded.MobilityServicePlannedMachine : answers[`ASR${noun}`];
    return body.WhatIf ? { ...recorded.WhatIf, Plan: planned } : noun === "Fabric" || object === undefined ? undefined : { value: [object] };
  });
  try {
    const lines = await inShell(SCRIPT(service.uri));
    const plan = lines.findIndex((line) => line.startsWith('"FriendlyName"'));
    expect(lines[plan]).toMatch(/^"FriendlyName","ID","JobName","InstalledVersion"/);
    expect(lines[plan + 1]).toMatch(/^"vm1","\/subscriptions.+","7",.+"9\.61\.7016\.1; 9\.62\.7096\.1","9\.61\.7016\.1; 9\.62\.7096\.1"/);
    expect(lines[plan + 1]).toContain('"DiskFull: / is full"');
    expect(lines[plan + 2]).toContain(`,"9.62.7096.1",`);
    expect(lines[plan + 3]).toContain('"Open the machine; Record the agent"');
    const kinds = lines.slice(plan + 4, -1);
    expect(kinds.filter((line) => !line.endsWith(" 0"))).toEqual([]);
    expect(kinds.filter((line) => line.endsWith(" 2 0")).length).toBeGreaterThan(12);
    expect(lines.at(-1)).toBe("2 9.61.7016.1 True Object[] 9.62.7096.1 0 System.Object[]");
  } finally {
    service.close();
  }
});
