import { z } from "zod";
import type { FleetEvent } from "../../fleet/alerts/event.js";
import type { VaultIds } from "../cmdlet/context.js";
import { eventId, fabricId, jobId } from "../ids/resource-ids.js";
import { fill, maybeText, noneYet, output } from "./output.js";

export const AsrEvent = output("ASREvent", "Something that happened. JobId is an extension.", {
  AffectedObjectFriendlyName: maybeText,
  Description: z.string(),
  EventCode: z.string(),
  EventSpecificDetails: z.null(),
  EventType: z.enum(["VmHealth", "ServerHealth", "AgentHealth"]),
  FabricId: maybeText,
  HealthErrors: noneYet,
  Name: z.string(),
  ProviderSpecificEventDetails: z.null(),
  Severity: z.enum(["Critical", "Warning", "OK", "Unknown"]),
  TimeOfOccurence: z.iso.datetime(),
  Id: z.string(),
  JobId: maybeText,
});
export type AsrEvent = z.infer<typeof AsrEvent>;

/** The event as Get-ASREvent shows it. */
export const asrEvent = (event: FleetEvent, vault: VaultIds): AsrEvent =>
  fill(AsrEvent, {
    AffectedObjectFriendlyName: event.affectedObjectFriendlyName,
    Description: event.description,
    EventCode: event.code,
    EventType: event.type,
    FabricId: event.fabric === undefined ? null : fabricId(vault, event.fabric),
    HealthErrors: [],
    Name: event.name,
    Severity: event.severity,
    TimeOfOccurence: event.time,
    Id: eventId(vault, event.name),
    JobId: event.job === undefined ? null : jobId(vault, event.job),
  });
