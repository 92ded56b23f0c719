import { z } from "zod";
import { list } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageOf, pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findProtectableItem, findProtectedItem } from "../../lib/api/machines/find-machine.js";
import { machineHistory } from "../../lib/api/machines/machine-history.js";
import { AsrMobilityServiceHistory } from "../../lib/api/objects/machine-history.js";

export const getAsrMobilityServiceHistory = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceHistory",
  synopsis: "Gets which versions a machine has had, when it was restarted, and what the timer found of its agent, newest first.",
  remarks: "Restarts are known since the service looks after the machine, the last ten of them, by when it was first seen afterwards.",
  extension: true,
  scope: "reader",
  parameterSets: {
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine."), ...paging }),
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine."), ...paging }),
  },
  defaultSet: "ByReplicationProtectedItem",
  output: AsrMobilityServiceHistory,
  answers: "list",
  examples: [{ title: "The life of a machine", parameters: { ReplicationProtectedItem: "<item ID>" } }],
  async run(context, parameters) {
    const { machine } =
      parameters.parameterSet === "ByProtectableItem"
        ? await findProtectableItem(context, parameters.ProtectableItem)
        : await findProtectedItem(context, parameters.ReplicationProtectedItem);
    const { items, next } = pageOf(await machineHistory(context, machine.value), pageRequest(parameters));
    return list(items, next);
  },
});
