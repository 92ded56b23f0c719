import { z } from "zod";
import { listAudit } from "../../lib/api/audit/list-audit.js";
import { list } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { choice, text, time } from "../../lib/api/cmdlet/parameter.js";
import { AsrAuditRecord, asrAuditRecord } from "../../lib/api/objects/audit-record.js";

export const getAsrAuditRecord = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrAuditRecord",
  synopsis: "Gets who asked for what, with which key, from where, and what it did to which machine; newest first.",
  remarks: "`npm run fleet -- verify-audit` tells whether anybody changed what is shown (docs/audit.md).",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      StartTime: time("Only what was asked for at this time or later.").optional(),
      EndTime: time("Only what was asked for at this time or earlier.").optional(),
      Kind: choice("Call: what changed something by itself. Job: what was started.", ["Call", "Job"]).optional(),
      Caller: text("Only what this key (by its label) or person asked for.").optional(),
      KeyId: text("Only what was asked for with this key, by its id.").optional(),
      FriendlyName: text("Only jobs on this machine, by its friendly name.").optional(),
      ...paging,
    }),
  },
  defaultSet: "Default",
  output: AsrAuditRecord,
  answers: "list",
  examples: [{ title: "Who did what to a machine since a time", parameters: { FriendlyName: "web-01", StartTime: "2026-11-24T00:00:00Z" } }],
  async run(context, parameters) {
    const page = await listAudit(context, parameters, pageRequest(parameters));
    return list(
      page.items.map((record) => asrAuditRecord(record, context.vault)),
      page.next,
    );
  },
});
