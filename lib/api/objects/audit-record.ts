import { z } from "zod";
import { shownParameters } from "../../audit/shown-parameters.js";
import { RECIPE_FACTS } from "../../jobs/recipe-facts.js";
import type { AuditRecord } from "../audit/list-audit.js";
import type { VaultIds } from "../cmdlet/context.js";
import { jobId } from "../ids/resource-ids.js";
import { fill, maybeText, output } from "./output.js";

export const AsrAuditRecord = output(
  "ASRAuditRecord",
  "Who asked for what, with which key, from where; of a job also what it did to which machine.",
  {
    Name: z.string(),
    Time: z.iso.datetime(),
    Kind: z.enum(["Call", "Job"]),
    Caller: maybeText,
    KeyId: maybeText,
    Address: maybeText,
    Operation: z.string(),
    Parameters: z.record(z.string(), z.string()),
    RequestId: maybeText,
    FriendlyName: maybeText,
    JobId: maybeText,
    ParentJobId: maybeText,
    State: maybeText,
    VersionBefore: maybeText,
    VersionAfter: maybeText,
    ErrorCode: maybeText,
  },
);
export type AsrAuditRecord = z.infer<typeof AsrAuditRecord>;

/** What is on record, as Get-ASRAuditRecord shows it. */
export function asrAuditRecord(record: AuditRecord, vault: VaultIds): AsrAuditRecord {
  if (record.kind === "Call") {
    const { name, time, caller, key, from, operation, parameters, requestId } = record.call;
    return fill(AsrAuditRecord, {
      ...{ Name: name, Time: time, Kind: "Call" as const, Caller: caller, KeyId: key, Address: from, Operation: operation, Parameters: parameters },
      RequestId: requestId,
    });
  }
  const { name, createdTime, startedBy, startedWith, startedFrom, clientRequestId, recipe, input, target, parent, state, learned, errors } =
    record.job;
  return fill(AsrAuditRecord, {
    ...{ Name: name, Time: createdTime, Kind: "Job" as const, Caller: startedBy, KeyId: startedWith, Address: startedFrom },
    ...{ Operation: RECIPE_FACTS[input.batch?.recipe ?? recipe].displayName, Parameters: shownParameters(input), RequestId: clientRequestId },
    ...{
      FriendlyName: target.friendlyName,
      JobId: jobId(vault, name),
      ParentJobId: parent === undefined ? null : jobId(vault, parent),
      State: state,
    },
    ...{ VersionBefore: learned.versionBefore, VersionAfter: learned.versionAfter, ErrorCode: errors.at(-1)?.code },
  });
}
