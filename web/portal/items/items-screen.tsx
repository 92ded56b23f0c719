import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { goWith, here, Link } from "../place/here.js";
import { columnsOf } from "./columns.js";
import { fitting, parseFilter, sentFilter } from "./filter.js";
import { FilterBar } from "./filter-bar.js";
import { type Fleet, UPDATES, useFleet } from "./fleet.js";
import { FleetMap } from "./fleet-map.js";
import { NoMachine } from "./no-machine.js";
import { UpdateNotice } from "./notice.js";
import { sorted } from "./rows.js";
import { ViewBar } from "./view-bar.js";

/** Which machine has what. */
export function ItemsScreen() {
  const { live, refresh } = useFleet();
  const shown = useMemo(itemsOnce, []);
  return (
    <>
      <h1>Replicated items</h1>
      <Shown live={live} refresh={refresh} what="the machines">
        {shown}
      </Shown>
    </>
  );
}

/** The very same view of the very same fleet, so that nothing is drawn anew only because something is being read. */
function itemsOnce(): (fleet: Fleet) => ComponentChildren {
  let last: Readonly<{ fleet: Fleet; view: ComponentChildren }> | undefined;
  return (fleet) => {
    if (last?.fleet !== fleet) last = { fleet, view: <Items fleet={fleet} /> };
    return last.view;
  };
}

function Items({ fleet }: Readonly<{ fleet: Fleet }>) {
  const { q = "", sort = "name", columns = "" } = here.value.query;
  const filter = useMemo(() => parseFilter(q), [q]);
  const inOrder = useMemo(() => sorted(fleet.rows, sort), [fleet.rows, sort]);
  const rows = useMemo(() => fitting(filter, inOrder), [inOrder, filter]);
  const shown = useMemo(() => columnsOf(columns), [columns]);
  const sent = sentFilter(filter, fleet.fabrics);
  const { Fabric, ...asked } = "parameters" in sent ? sent.parameters : {};
  return (
    <>
      <UpdateNotice fleet={fleet} />
      <FilterBar filter={filter} shown={rows.length} total={fleet.rows.length} />
      <ViewBar />
      <RowTable
        label="Replicated items"
        columns={shown}
        rows={rows}
        idOf={({ id }) => id}
        sort={sort}
        onSort={(by) => goWith({ sort: by })}
        empty={<NoMachine fabrics={fleet.fabrics.length} total={fleet.rows.length} words={["items"]} />}
      />
      <FleetMap rows={rows} q={q} />
      <p class="actions">
        <Link class="button" words={["update"]} query={{ q }}>
          Agent update
        </Link>
      </p>
      <SameByCommand calls={[{ cmdlet: UPDATES, parameters: { ...asked, ...(typeof Fabric === "string" && { Fabric }), Top: 1000 } }]} />
    </>
  );
}
