import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { switchParameter } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainer, findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { findProtectableItem, findProtectedItem } from "../../lib/api/machines/find-machine.js";
import { listUpdates, updatePlanner } from "../../lib/api/machines/list-updates.js";
import { filterOf, machineFilters } from "../../lib/api/machines/parameters.js";
import { AsrMobilityServiceUpdate, asrMobilityServiceUpdate } from "../../lib/api/objects/plans/mobility-service-update.js";

const only = {
  Available: switchParameter("Only machines that have something to do and nothing that keeps them from a path.").optional(),
  RebootPending: switchParameter("Only machines that wait for a restart.").optional(),
};

export const getAsrMobilityServiceUpdate = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate",
  synopsis:
    "Shows for each machine which update there is, the way to it, whether a restart follows, and everything that is in the way with its cure.",
  remarks: "From what is on record; no machine is touched. Test-AsrMobilityService brings the record up to date.",
  extension: true,
  scope: "reader",
  parameterSets: {
    ByFabric: z.object({ Fabric: reference("ASRFabric", "The machines of all its protection containers."), ...machineFilters, ...only, ...paging }),
    ByProtectionContainer: z.object({
      ProtectionContainer: reference("ASRProtectionContainer", "Its machines."),
      ...machineFilters,
      ...only,
      ...paging,
    }),
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine.") }),
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine.") }),
  },
  defaultSet: "ByFabric",
  output: AsrMobilityServiceUpdate,
  answers: "list",
  examples: [
    { title: "Why is a machine not updated?", parameters: { ReplicationProtectedItem: "<item ID>" } },
    { title: "All machines of a fabric that have an update", parameters: { Fabric: "CS1", Available: true, Top: 1000 } },
  ],
  async run(context, parameters) {
    switch (parameters.parameterSet) {
      case "ByProtectableItem":
      case "ByReplicationProtectedItem": {
        const { machine } =
          parameters.parameterSet === "ByProtectableItem"
            ? await findProtectableItem(context, parameters.ProtectableItem)
            : await findProtectedItem(context, parameters.ReplicationProtectedItem);
        const planOf = await updatePlanner(context, machine.value.fabric);
        return object(asrMobilityServiceUpdate(machine.value, await planOf(machine.value), context.vault));
      }
      default: {
        const place = parameters.parameterSet === "ByFabric" ? await inFabric(parameters.Fabric) : await inContainer(parameters.ProtectionContainer);
        const { Available: onlyAvailable = false, RebootPending: onlyRebootPending = false } = parameters;
        const wanted = { filter: filterOf(parameters), onlyAvailable, onlyRebootPending };
        const page = await listUpdates(context, place, wanted, pageRequest(parameters));
        return list(
          page.items.map(({ machine, plan }) => asrMobilityServiceUpdate(machine, plan, context.vault)),
          page.next,
        );
      }
    }
    async function inFabric(given: string) {
      return { fabric: (await findFabric(context, given)).value.name };
    }
    async function inContainer(given: string) {
      const { fabric, container } = await findContainer(context, given);
      return { fabric: fabric.name, container: container.name };
    }
  },
});
