import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { switchParameter, text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainer, findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { findProtectableItem, findProtectedItem } from "../../lib/api/machines/find-machine.js";
import { changesSince, changeToken } from "../../lib/api/machines/fleet-changes.js";
import { type FleetPart, listUpdates, type MachineUpdate, withPlans } from "../../lib/api/machines/list-updates.js";
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
    All: z.object({ ...machineFilters, ...only, ...paging }),
    ByChange: z.object({
      ChangedSince: text(
        "Only machines of all fabrics that were written since the answer with this changeToken; the whole list where the change is of another kind, which `complete` tells.",
      ),
      ...paging,
    }),
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
  defaultSet: "All",
  output: AsrMobilityServiceUpdate,
  answers: "list",
  examples: [
    { title: "Why is a machine not updated?", parameters: { ReplicationProtectedItem: "<item ID>" } },
    { title: "Why the last jobs of machines failed, in all fabrics", parameters: { State: ["Failed"], Property: ["FriendlyName", "LastFailure"] } },
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
        return object(shown(await withPlans(context)([machine.value]))[0] ?? {}); // one machine, one update
      }
      case "ByChange": {
        const { ChangedSince, SkipToken, Top = LONGEST } = parameters;
        const changes = SkipToken === undefined ? await changesSince(context, ChangedSince) : undefined;
        if (changes) return list(shown(await withPlans(context)(changes.machines)), undefined, { token: changes.token, complete: false });
        const token = await changeToken(context);
        const page = await listUpdates(context, {}, ALL, pageRequest({ Top, SkipToken }));
        return list(shown(page.items), page.next, { token, complete: true });
      }
      default: {
        const { Available: onlyAvailable = false, RebootPending: onlyRebootPending = false, SkipToken } = parameters;
        const wanted = { filter: filterOf(parameters), onlyAvailable, onlyRebootPending };
        const isFirst = parameters.parameterSet === "All" && SkipToken === undefined;
        const token = isFirst ? await changeToken(context) : undefined; // before the machines are read
        const page = await listUpdates(context, await partOf(), wanted, pageRequest(parameters));
        return list(shown(page.items), page.next, token === undefined ? undefined : { token, complete: true });
      }
    }
    function shown(updates: readonly MachineUpdate[]) {
      const wanted = "Property" in parameters ? parameters.Property : undefined;
      return updates.map(({ machine, plan }) => asrMobilityServiceUpdate({ machine, plan, vault: context.vault }, wanted));
    }
    async function partOf(): Promise<FleetPart> {
      switch (parameters.parameterSet) {
        case "ByFabric":
          return { fabric: (await findFabric(context, parameters.Fabric)).value.name };
        case "ByProtectionContainer": {
          const { fabric, container } = await findContainer(context, parameters.ProtectionContainer);
          return { fabric: fabric.name, container: container.name };
        }
        default:
          return {};
      }
    }
  },
});

/** So many machines stand on a page of changes that is the whole list. */
const LONGEST = 1000;
const ALL = { filter: {}, onlyAvailable: false, onlyRebootPending: false } as const;
