import { useMemo } from "preact/hooks";
import { RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { goWith, here, Link } from "../place/here.js";
import { COLUMNS } from "./columns.js";
import { fits, parseFilter, sentFilter } from "./filter.js";
import { FilterBar } from "./filter-bar.js";
import { type Fleet, useFleet } from "./fleet.js";
import { UpdateNotice } from "./notice.js";
import { sorted } from "./rows.js";

/** Which machine has what. */
export function ItemsScreen() {
  const { live, refresh } = useFleet();
  return (
    <>
      <h1>Replicated items</h1>
      <Shown live={live} refresh={refresh} what="the machines">
        {(fleet) => <Items fleet={fleet} />}
      </Shown>
    </>
  );
}

function Items({ fleet }: Readonly<{ fleet: Fleet }>) {
  const { q = "", sort = "name" } = here.value.query;
  const filter = parseFilter(q);
  const inOrder = useMemo(() => sorted(fleet.rows, sort), [fleet.rows, sort]);
  const rows = inOrder.filter((row) => fits(filter, row));
  const sent = sentFilter(filter, fleet.fabrics);
  return (
    <>
      <UpdateNotice fleet={fleet} />
      <FilterBar filter={filter} shown={rows.length} total={fleet.rows.length} />
      <RowTable
        label="Replicated items"
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        sort={sort}
        onSort={(by) => goWith({ sort: by })}
        empty={
          fleet.rows.length === 0 ? (
            <p>
              No machine is protected yet. <code>New-ASRReplicationProtectedItem</code> brings one in, an inventory thousands: see docs/inventory.md.
            </p>
          ) : (
            <p>
              No machine fits. <Link words={["items"]}>Show all {fleet.rows.length}</Link>
            </p>
          )
        }
      />
      <p class="actions">
        <Link class="button" words={["update"]} query={{ q }}>
          Agent update
        </Link>
      </p>
      <SameByCommand
        calls={("parameters" in sent ? [sent.parameters] : fleet.fabrics.map(({ ID }) => ({ Fabric: ID }))).map((parameters) => ({
          cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate",
          parameters: { ...parameters, Top: 1000 },
        }))}
      />
    </>
  );
}
