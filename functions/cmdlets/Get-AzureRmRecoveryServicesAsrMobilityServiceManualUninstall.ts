import { z } from "zod";
import { object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { manualUninstall } from "../../lib/api/deployment/manual-uninstall.js";
import { findEitherItem } from "../../lib/api/machines/find-machine.js";
import { AsrMobilityServiceManualUninstall } from "../../lib/api/objects/deployment.js";

export const getAsrMobilityServiceManualUninstall = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceManualUninstall",
  synopsis: "Tells how to remove the Mobility service from one machine by hand: exact commands, what they end with, and how to see what is left.",
  remarks: "From what is on record; the machine is not touched. Uninstall-AsrMobilityService does the same over SSH.",
  extension: true,
  scope: "operator",
  parameterSets: {
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine.") }),
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine.") }),
  },
  defaultSet: "ByProtectableItem",
  output: AsrMobilityServiceManualUninstall,
  answers: "object",
  examples: [{ title: "By hand on one machine", parameters: { ProtectableItem: "<item ID>" } }],
  run: async (context, parameters) => object(manualUninstall(context, (await findEitherItem(context, parameters)).machine.value)),
});
