import { fullTypeName, type ModuleType, moduleTypes } from "./types.js";
import { FILE_VIEWS } from "./views/file-views.js";
import { JOB_VIEWS } from "./views/job-views.js";
import { MACHINE_VIEWS } from "./views/machine-views.js";
import { PLACE_VIEWS } from "./views/place-views.js";
import type { View } from "./views/view.js";

/** One line for each object that comes in a list; Format-List shows all that it has. */
export const VIEWS: readonly View[] = [...MACHINE_VIEWS, ...JOB_VIEWS, ...PLACE_VIEWS, ...FILE_VIEWS];

/** A view of every type of the module by its name in PowerShell: one line for what comes in lists, all properties below each other for the rest. */
export const formatsFile = (): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<Configuration>",
    "  <ViewDefinitions>",
    ...VIEWS.map(viewText),
    ...moduleTypes()
      .filter(({ id }) => !VIEWS.some(({ types }) => types.includes(id)))
      .map(listText),
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

const listText = ({ id, fullName, properties }: ModuleType): string => `    <View>
      <Name>${id}</Name>
      <ViewSelectedBy><TypeName>${fullName}</TypeName></ViewSelectedBy>
      <ListControl><ListEntries><ListEntry><ListItems>
${properties.map((name) => `        <ListItem><PropertyName>${name}</PropertyName></ListItem>`).join("\n")}
      </ListItems></ListEntry></ListEntries></ListControl>
    </View>`;

const source = (value: string): string =>
  /^\w+$/.test(value)
    ? `<PropertyName>${value}</PropertyName>`
    : `<ScriptBlock>${escaped(/^[\w.]+$/.test(value) ? `$_.${value}` : value)}</ScriptBlock>`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
