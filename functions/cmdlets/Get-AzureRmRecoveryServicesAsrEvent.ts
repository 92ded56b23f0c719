import { z } from "zod";
import { findEvent } from "../../lib/api/alerts/find-event.js";
import { type EventFilter, filterOfResource, listEvents } from "../../lib/api/alerts/list-events.js";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { choice, text, time } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { AsrEvent, asrEvent } from "../../lib/api/objects/event.js";

const filter = {
  AffectedObjectFriendlyName: text("Only events of this machine, by its friendly name.").optional(),
  Severity: choice("Only events of this severity.", ["Critical", "Warning", "OK", "Unknown"]).optional(),
  StartTime: time("Only events at this time or later.").optional(),
  EndTime: time("Only events at this time or earlier.").optional(),
  EventType: choice("Only events of this type.", ["VmHealth", "ServerHealth", "AgentHealth"]).optional(),
  ...paging,
};

export const getAsrEvent = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrEvent",
  synopsis: "Gets events, newest first.",
  scope: "reader",
  readsOnly: true,
  parameterSets: {
    ByParam: z.object({ Fabric: reference("ASRFabric", "Only events of this fabric.").optional(), ...filter }),
    ByResourceId: z.object({ ResourceId: text("Only events of the fabric, item or job with this ID."), ...paging }),
    ByFabricId: z.object({ FabricId: text("Only events of the fabric with this ID."), ...filter }),
    ByName: z.object({ Name: text("Name of the event.") }),
  },
  defaultSet: "ByParam",
  output: AsrEvent,
  answers: "list",
  examples: [{ title: "Critical events since a time", parameters: { Severity: "Critical", StartTime: "2026-11-24T00:00:00Z" } }],
  async run(context, parameters) {
    if (parameters.parameterSet === "ByName") return object(asrEvent(await findEvent(context, parameters.Name), context.vault));
    const page = await listEvents(context, await filterOf(), pageRequest(parameters));
    return list(
      page.items.map((event) => asrEvent(event, context.vault)),
      page.next,
    );

    async function filterOf(): Promise<EventFilter> {
      switch (parameters.parameterSet) {
        case "ByResourceId":
          return filterOfResource(context, parameters.ResourceId);
        case "ByFabricId":
          return { ...parameters, fabric: (await findFabric(context, parameters.FabricId, "FabricId")).value.name };
        case "ByParam":
          return { ...parameters, ...(parameters.Fabric !== undefined && { fabric: (await findFabric(context, parameters.Fabric)).value.name }) };
        case "ByName":
          return {};
      }
    }
  },
});
