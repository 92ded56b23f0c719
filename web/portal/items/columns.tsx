import { RowBadge } from "../controls/badge.js";
import type { Column } from "../controls/row-table.js";
import { here, Link } from "../place/here.js";
import { clockTime } from "../text/times.js";
import type { Row } from "./rows.js";

/** Everything that the lists can show of each machine. */
const ALL: readonly Column<Row>[] = [
  {
    ...{ name: "name", title: "Name", sort: "name", class: "name" },
    cell: (row) => (
      <Link words={["machine"]} query={{ id: row.itemId, ...listQuery() }}>
        {row.name}
      </Link>
    ),
  },
  { name: "state", title: "State", sort: "state", cell: (row) => <RowBadge row={row} /> },
  { name: "version", title: "Version", sort: "version", class: "number", cell: (row) => row.version || "not known" },
  { name: "next", title: "Next", class: "wide number", cell: (row) => (row.path.length > 0 ? row.path.join(" → ") : "–") },
  { name: "os", title: "System", sort: "os", class: "wide", cell: (row) => row.os || "not known" },
  { name: "asOf", title: "Last seen", sort: "asOf", class: "wide", cell: (row) => (row.asOf ? clockTime(row.asOf) : "never") },
  { name: "cause", title: "Cause", class: "wide", cell: (row) => row.causes.join(", ") || "–" },
  { name: "restart", title: "Restart", class: "wide", cell: (row) => (row.pending === "None" ? "–" : row.pending.toLowerCase()) },
  { name: "fabric", title: "Fabric", sort: "fabric", class: "wide", cell: (row) => row.fabric },
  { name: "group", title: "Group", sort: "group", class: "wide", cell: (row) => row.group || "–" },
  {
    ...{ name: "tags", title: "Tags", class: "wide" },
    cell: (row) =>
      Object.entries(row.tags)
        .map(([name, value]) => `${name}=${value}`)
        .join(", ") || "–",
  },
];

const USUAL = "state version next os asOf";

/** Names and titles of the columns that a reader may choose; the name of the machine is always there. */
export const CHOICES: readonly Readonly<{ name: string; title: string }>[] = ALL.slice(1).map(({ name, title }) => ({ name, title: String(title) }));

/** The columns that a text from the address names; those that are usual when it names none. */
export function columnsOf(text: string): readonly Column<Row>[] {
  const wanted = new Set((text || USUAL).split(" "));
  const chosen = ALL.filter(({ name }) => name === "name" || wanted.has(name));
  return chosen.length > 1 ? chosen : columnsOf(USUAL);
}

/** The list in which a machine stands, so that its page knows the next and the one before. */
function listQuery(): Readonly<Record<string, string>> {
  const { q = "", sort = "" } = here.value.query;
  return { q, sort };
}

/** What the lists show of each machine unless the reader has chosen others. */
export const COLUMNS: readonly Column<Row>[] = columnsOf("");
