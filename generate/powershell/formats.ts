import { fullTypeName } from "./types.js";

/** A column of a table: its heading, where its value is (a property, or PowerShell over `$_`), how wide it is. */
type Column = readonly [label: string, value: string, width?: number];
type View = Readonly<{ types: readonly string[]; columns: readonly Column[] }>;

const BLOCKERS = "@($_.BlockedBy | ForEach-Object { $_.Code }) -join ', '";
const DETAILS = "$_.FleetDetails";
const MACHINE: readonly Column[] = [
  ["Name", "FriendlyName", 24],
  ["Version", `${DETAILS}.AgentVersion`, 15],
  [
    "State",
    `if (${DETAILS}.JobName) { 'AtWork' } elseif (@(${DETAILS}.Problems).Count -gt 0) { 'Problems' } elseif ($null -eq ${DETAILS}.AgentCheckedAt) { 'NotSeen' } else { 'OK' }`,
    9,
  ],
  ["Restart", `${DETAILS}.RebootRequired`, 12],
  ["System", `${DETAILS}.OSTag`, 22],
  ["Address", `${DETAILS}.Address`],
];

/** One line for each object of a list; Format-List shows all that it has. */
const VIEWS: readonly View[] = [
  { types: ["ASRReplicationProtectedItem", "ASRProtectableItem"], columns: MACHINE },
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
    types: ["ASRFabric"],
    columns: [
      ["Name", "Name", 20],
      ["FriendlyName", "FriendlyName", 24],
      ["Type", "FabricType", 14],
      ["Generation", `${DETAILS}.Generation`, 11],
      ["Server", `${DETAILS}.ServerVersion`],
    ],
  },
  {
    types: ["ASRRunAsAccount"],
    columns: [
      ["Id", "AccountId", 4],
      ["Name", "AccountName", 24],
      ["User", `${DETAILS}.UserName`, 20],
      ["Fabric", `${DETAILS}.FabricName`, 20],
      ["Proved", `${DETAILS}.IsProved`, 7],
      ["Stopped", `${DETAILS}.IsStopped`],
    ],
  },
  {
    types: ["ASRMobilityServiceInstaller"],
    columns: [
      ["OSTag", "OSTag", 22],
      ["Version", "Version", 15],
      ["Built", "BuildDate", 11],
      ["MB", "if ($_.SizeInBytes) { [math]::Round($_.SizeInBytes / 1MB) }", 6],
      ["FileName", "FileName"],
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
    types: ["ASRMobilityServiceUpdate"],
    columns: [
      ["Name", "FriendlyName", 24],
      ["Version", "InstalledVersion", 15],
      ["Target", "TargetVersion", 15],
      ["Pending", "RebootPending", 12],
      ["System", "OSTag", 22],
      ["BlockedBy", BLOCKERS],
    ],
  },
  {
    types: ["MobilityServicePlannedMachine"],
    columns: [
      ["Name", "FriendlyName", 24],
      ["Version", "InstalledVersion", 15],
      ["Target", "TargetVersion", 15],
      ["Restart", "Reboot", 12],
      ["Path", "$_.Path -join ', '", 32],
      ["BlockedBy", BLOCKERS],
    ],
  },
];

/** Of every type of the list by its name in PowerShell. */
export const formatsFile = (): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<Configuration>",
    "  <ViewDefinitions>",
    ...VIEWS.map(viewText),
    "  </ViewDefinitions>",
    "</Configuration>",
    "",
  ].join("\n");

const viewText = ({ types, columns }: View): string => `    <View>
      <Name>${types[0]}</Name>
      <ViewSelectedBy>${types.map((type) => `<TypeName>${fullTypeName(type)}</TypeName>`).join("")}</ViewSelectedBy>
      <TableControl>
        <TableHeaders>${columns.map(([label, , width]) => `<TableColumnHeader><Label>${label}</Label>${width ? `<Width>${width}</Width>` : ""}</TableColumnHeader>`).join("")}</TableHeaders>
        <TableRowEntries><TableRowEntry><TableColumnItems>
${columns.map(([, value]) => `          <TableColumnItem>${source(value)}</TableColumnItem>`).join("\n")}
        </TableColumnItems></TableRowEntry></TableRowEntries>
      </TableControl>
    </View>`;

const source = (value: string): string =>
  /^\w+$/.test(value)
    ? `<PropertyName>${value}</PropertyName>`
    : `<ScriptBlock>${escaped(/^[\w.]+$/.test(value) ? `$_.${value}` : value)}</ScriptBlock>`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
