import type { View } from "./view.js";

/** Jobs, and what went wrong. */
export const JOB_VIEWS: readonly View[] = [
  {
    types: ["ASRJob"],
    columns: [
      ["Type", "JobType", 26],
      ["Target", "TargetObjectName", 24],
      ["State", "State", 11],
      ["Started", "StartTime", 20],
      [
        "Duration",
        "if ($_.StartTime) { $until = if ($_.EndTime) { $_.EndTime } else { [datetime]::Now }; ($until - $_.StartTime).ToString('hh\\:mm\\:ss') }",
        9,
      ],
      ["Error", "foreach ($one in @($_.Errors)) { $one.ServiceErrorDetails.Code; break }", 22],
      ["Name", "Name"],
    ],
  },
  {
    types: ["ASREvent"],
    columns: [
      ["Time", "TimeOfOccurence", 20],
      ["Severity", "Severity", 9],
      ["Code", "EventCode", 24],
      ["Object", "AffectedObjectFriendlyName", 20],
      ["Description", "Description"],
    ],
  },
  {
    types: ["ASRAuditRecord"],
    columns: [
      ["Time", "Time", 24],
      ["Caller", "Caller", 20],
      ["Address", "Address", 16],
      ["Operation", "Operation", 48],
      ["Machine", "FriendlyName", 20],
      ["State", "State"],
    ],
  },
  {
    types: ["ASRAlertDelivery"],
    columns: [
      ["Created", "CreatedTime", 20],
      ["Channel", "Channel", 8],
      ["State", "State", 10],
      ["Event", "EventCode", 24],
      ["Tries", "Attempts", 6],
      ["Error", "LastError"],
    ],
  },
  {
    types: ["ASRTask"],
    columns: [
      ["Task", "Name", 28],
      ["State", "State", 12],
      ["Started", "StartTime", 20],
      ["Ended", "EndTime", 20],
      ["Message", "Message"],
    ],
  },
  {
    types: ["ASRChildTask"],
    columns: [
      ["Machine", "FriendlyName", 24],
      ["State", "State", 16],
      ["Message", "Message"],
    ],
  },
  {
    types: ["ASRErrorDetails"],
    columns: [
      ["Code", "$_.ServiceErrorDetails.Code", 24],
      ["Message", "$_.ServiceErrorDetails.Message"],
    ],
  },
  {
    types: ["ASRHealthError", "ASRProviderError"],
    columns: [
      ["Time", "CreationTimeUtc", 20],
      ["Code", "ErrorCode", 24],
      ["Message", "ErrorMessage"],
    ],
  },
];
