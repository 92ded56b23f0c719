import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { curlOf, powershellOf } from "../../../../web/portal/text/commands.js";
import { needs } from "../../../here.js";

const call = {
  cmdlet: "Update-AzureRmRecoveryServicesAsrMobilityService",
  parameters: { FriendlyName: "it's `$(x)` \u2019", Tag: { site: "a b" }, MaxConcurrency: 20, WhatIf: true, Restart: false },
};

it("says a call in PowerShell, where no name can become code", () => {
  expect(powershellOf(call)).toBe(
    "Update-AzureRmRecoveryServicesAsrMobilityService -FriendlyName 'it''s `$(x)` \u2019\u2019' -Tag @{ 'site' = 'a b' } -MaxConcurrency 20 -WhatIf",
  );
  expect(powershellOf({ cmdlet: "Get-X", parameters: { Item: ["a", "b"] } })).toBe("Get-X -Item 'a', 'b'");
});

it.skipIf(needs("sh"))(`says it in curl, where no name can become code${needs("sh")}`, () => {
  const script = `curl() { for word; do :; done; printf '%s' "$word"; }\n${curlOf(call)}`;
  const sent = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { FLEET: "http://fleet.example", FLEET_KEY: "k" } });
  expect(JSON.parse(sent)).toEqual({ FriendlyName: "it's `$(x)` \u2019", Tag: { site: "a b" }, MaxConcurrency: 20, WhatIf: true });
});
