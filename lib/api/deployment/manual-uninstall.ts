import { takeBackByHand } from "../../agents/antivirus/take-back-by-hand.js";
import { uninstallSteps } from "../../agents/deployment/manual-uninstall.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import { protectableItemId } from "../ids/resource-ids.js";
import { AsrMobilityServiceManualUninstall } from "../objects/deployment.js";
import { fill } from "../objects/output.js";
import { stepTexts } from "./manual-text.js";

/** What to do by hand to remove the Mobility service from this machine. */
export function manualUninstall({ vault }: Pick<FleetContext, "vault">, machine: Machine): AsrMobilityServiceManualUninstall {
  const { friendlyName, osType, osTag, agent, protectedItem, antivirus } = machine;
  const id = protectableItemId(vault, machine);
  const steps = uninstallSteps({ osTag: osTag ?? (osType === "Windows" ? "Windows" : "") });
  const answer = {
    FriendlyName: friendlyName,
    ProtectableItemId: id,
    OSTag: osTag,
    InstalledVersion: agent?.version,
    Steps: steps.map(({ title, commands, note }) => ({ Title: title, Commands: [...commands], Note: note ?? null })),
    Afterwards: [
      ...(protectedItem === undefined
        ? []
        : [
            `Replication of ${friendlyName} ends with its agent. Disable it in the vault first; then forget the item here: Remove-AsrReplicationProtectedItem -Force`,
          ]),
      ...takeBackByHand(antivirus?.added ?? []),
      `Let the service see that it is gone: Test-AsrMobilityService -ProtectableItem ${id}`,
    ],
  };
  const lines = answer.Afterwards.map((line) => `- ${line}`).join("\n");
  const title = `# Removing the Mobility service from ${friendlyName} (${agent?.version ?? "version not known"})`;
  return fill(AsrMobilityServiceManualUninstall, {
    ...answer,
    Text: `${[title, ...stepTexts(answer.Steps), "## Afterwards", lines].join("\n\n")}\n`,
  });
}
