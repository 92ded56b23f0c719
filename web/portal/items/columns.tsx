import { RowBadge } from "../controls/badge.js";
import type { Column } from "../controls/row-table.js";
import { Link } from "../place/here.js";
import { clockTime } from "../text/times.js";
import type { Row } from "./rows.js";

/** What the lists show of each machine. */
export const COLUMNS: readonly Column<Row>[] = [
  {
    ...{ name: "name", title: "Name", sort: "name", class: "name" },
    cell: (row) => (
      <Link words={["machine"]} query={{ id: row.itemId }}>
        {row.name}
      </Link>
    ),
  },
  { name: "state", title: "State", sort: "state", cell: (row) => <RowBadge row={row} /> },
  { name: "version", title: "Version", sort: "version", class: "number", cell: (row) => row.version || "not known" },
  { name: "next", title: "Next", class: "wide number", cell: (row) => (row.path.length > 0 ? row.path.join(" → ") : "–") },
  { name: "os", title: "System", sort: "os", class: "wide", cell: (row) => row.os || "not known" },
  { name: "asOf", title: "Last seen", sort: "asOf", class: "wide", cell: (row) => (row.asOf ? clockTime(row.asOf) : "never") },
];
