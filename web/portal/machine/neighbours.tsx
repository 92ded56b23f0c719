import { useMemo } from "preact/hooks";
import { fitting, parseFilter } from "../items/filter.js";
import { knownRows } from "../items/fleet.js";
import { type Row, sorted } from "../items/rows.js";
import { here, Link } from "../place/here.js";

/** The next and the former machine of the list that the reader came from, as far as the list was read. */
export function Neighbours({ id }: Readonly<{ id: string }>) {
  const { q = "", sort = "name" } = here.value.query;
  const rows = knownRows();
  const list = useMemo(() => {
    const filter = parseFilter(q);
    return fitting(filter, sorted(rows, sort || "name"));
  }, [rows, q, sort]);
  const at = list.findIndex(({ itemId }) => itemId === id);
  if (at < 0) return null;
  const to = (row: Row | undefined, title: string) =>
    row && (
      <Link words={["machine"]} query={{ id: row.itemId, q, sort: here.value.query.sort ?? "" }}>
        {title}: {row.name}
      </Link>
    );
  return (
    <nav class="neighbours small" aria-label="Machines of the list">
      {to(list[at - 1], "Former")}
      <span class="quiet">
        {at + 1} of {list.length}
      </span>
      {to(list[at + 1], "Next")}
    </nav>
  );
}
