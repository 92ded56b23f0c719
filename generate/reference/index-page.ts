import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { CMDLET_GROUPS, groupOf } from "../../lib/api/cmdlet/cmdlet-group.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { code, row } from "./markdown.js";

/** docs/reference/README.md: the cmdlets by what somebody wants to do. */
export function indexPage(cmdlets: readonly AnyCmdlet[]): string {
  const groups = CMDLET_GROUPS.map((group) => ({ ...group, cmdlets: cmdlets.filter((cmdlet) => groupOf(cmdlet).name === group.name) }));
  return [
    "# Reference",
    "Every cmdlet, by task. This text is made from the declarations (`generate/reference/`); a test compares them.",
    ...groups
      .filter((group) => group.cmdlets.length > 0)
      .flatMap((group) => [
        `## ${group.name}`,
        group.about,
        [row("cmdlet", "does", "scope"), row("---", "---", "---"), ...group.cmdlets.map(line)].join("\n"),
      ]),
    "## The context of a PowerShell session",
    "These belong to the PowerShell module alone; the service has no such thing.",
    [row("cmdlet", "does"), row("---", "---"), ...CONTEXT.map(([name, does]) => row(`[\`${name}\`](${does.page}.md)`, does.text))].join("\n"),
    "## How to call",
    HOW,
    "",
  ].join("\n\n");
}

/** Their pages are written by hand, from the help in powershell/ContextCmdlets.ps1. */
const CONTEXT = Object.entries({
  "Set-ASRVaultContext": {
    page: "Set-AzureRmRecoveryServicesAsrVaultContext",
    text: "Says which service the cmdlets of this session call, and with which credential.",
  },
  "Get-ASRVaultContext": { page: "Get-AzureRmRecoveryServicesAsrVaultContext", text: "Shows it, never the credential." },
  "Import-ASRVaultSettingsFile": { page: "Import-AzureRmRecoveryServicesAsrVaultSettingsFile", text: "Sets it from a file." },
});

const line = (cmdlet: AnyCmdlet): string => row(`[\`${aliasesOf(cmdlet.name).at(-1)}\`](${cmdlet.name}.md)`, cmdlet.synopsis, cmdlet.scope);

const HOW = [
  "A cmdlet has three names that mean the same: `…-AzureRmRecoveryServicesAsr…`, `…-AzRecoveryServicesAsr…` and `…-ASR…`. Names of cmdlets and parameters are read in any case.",
  "In PowerShell, import the module and set the context once ([powershell.md](../powershell.md)):",
  code(
    "powershell",
    "Import-Module ./MobilityFleet\nSet-ASRVaultContext -ServiceUri https://<your app> -FleetKey (Read-Host -AsSecureString 'Fleet key')",
  ),
  "With curl or any other client, send the parameters as a JSON object:",
  code(
    "sh",
    "FLEET=https://<your app>\nFLEET_KEY=mf_…\ncurl -s \"$FLEET/api/Get-ASRFabric\" -H \"Authorization: Bearer $FLEET_KEY\" -H 'Content-Type: application/json' -d '{}'",
  ),
  "Cmdlets that only read (`Get-`) also take their parameters from the query of a GET. An object may be given whole, as another cmdlet put it out, or by its ID. What stands in several parameter sets is given as one of them: the set follows from the parameters.",
  "A cmdlet whose answer is a job answers at once. Read the job with `Get-ASRJob` until its `State` is none of `NotStarted` and `InProgress`; PowerShell does it with `-WaitForCompletion`.",
  "The same as OpenAPI, for generated clients: [clients.md](../clients.md). Errors and cures: [errors.md](../errors.md). Who may call: [access.md](../access.md).",
].join("\n\n");
