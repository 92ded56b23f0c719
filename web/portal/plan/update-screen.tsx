import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Column, RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { ProblemNote, Shown } from "../controls/state-of-data.js";
import { COLUMNS } from "../items/columns.js";
import { fitting, parseFilter, sentFilter } from "../items/filter.js";
import { FilterBar } from "../items/filter-bar.js";
import { type Fleet, useFleet } from "../items/fleet.js";
import { NoMachine } from "../items/no-machine.js";
import { canUpdate, type Row, sorted } from "../items/rows.js";
import { goWith, here, Link } from "../place/here.js";
import { whyNotOperate } from "../session/may-operate.js";
import { ComponentsFirst } from "./components-first.js";
import { OkButton } from "./ok-button.js";
import { PlanFacts } from "./plan-facts.js";
import { Reasons } from "./reasons.js";
import { updateRequest } from "./request.js";
import { RulesForm } from "./rules-form.js";
import { allMatching, clearSelection, rules, tick, ticked } from "./selection.js";
import { UPDATE, usePlan } from "./use-plan.js";

/** Agent update: select machines, read what OK will do, OK. */
export function UpdateScreen() {
  const { live, refresh } = useFleet();
  return (
    <>
      <h1>Agent update</h1>
      <Shown live={live} refresh={refresh} what="the machines">
        {(fleet) => <Choose fleet={fleet} />}
      </Shown>
    </>
  );
}

function Choose({ fleet }: Readonly<{ fleet: Fleet }>) {
  const asked = useSignal<Row | undefined>(undefined);
  const { q = "", sort = "state" } = here.value.query;
  const filter = useMemo(() => parseFilter(q), [q]);
  const inOrder = useMemo(() => sorted(fleet.rows, sort), [fleet.rows, sort]);
  const found = useMemo(() => fitting(filter, inOrder), [filter, inOrder]);
  const rows = useMemo(() => found.filter((row) => filter.states.length > 0 || !row.states.has("current")), [filter, found]);
  return (
    <>
      <ComponentsFirst fabrics={fleet.fabrics} newest={fleet.newest} />
      <h2>Then the machines</h2>
      <FilterBar filter={filter} shown={found.length} total={fleet.rows.length} />
      <label class="check all">
        <input
          type="checkbox"
          checked={allMatching.value}
          onChange={(event) => {
            allMatching.value = event.currentTarget.checked;
          }}
        />
        <span>All that match: the filter is sent, not what is on the screen</span>
      </label>
      <RowTable
        label="Machines to update"
        columns={columns((row) => {
          asked.value = row;
        })}
        rows={rows}
        idOf={({ id }) => id}
        sort={sort}
        onSort={(by) => goWith({ sort: by })}
        empty={
          found.length > 0 ? (
            <p>All {found.length} machines are up to date.</p>
          ) : (
            <NoMachine fabrics={fleet.fabrics.length} total={fleet.rows.length} words={["update"]} />
          )
        }
      />
      {asked.value && (
        <Reasons
          row={asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
      <WhatOkDoes sent={sentFilter(filter, fleet.fabrics)} />
    </>
  );
}

const columns = (ask: (row: Row) => void): readonly Column<Row>[] => [
  { name: "tick", title: <span class="unseen">Selected</span>, class: "tick", cell: (row) => <Tick row={row} /> },
  ...COLUMNS.map((column) =>
    column.name === "state" ? { ...column, cell: (row: Row) => <StateOrReasons row={row} ask={ask} otherwise={column.cell(row)} /> } : column,
  ),
];

const Tick = ({ row }: Readonly<{ row: Row }>) => (
  <input
    type="checkbox"
    aria-label={canUpdate(row) ? `Update ${row.name}` : `${row.name} cannot be updated`}
    disabled={allMatching.value || !canUpdate(row)}
    checked={canUpdate(row) && (allMatching.value || ticked.value.has(row.id))}
    onChange={(event) => tick(row.id, event.currentTarget.checked)}
  />
);

function StateOrReasons({ row, ask, otherwise }: Readonly<{ row: Row; ask: (row: Row) => void; otherwise: ComponentChildren }>) {
  const [first, ...more] = row.causes;
  if (!row.states.has("blocked") || first === undefined) return <>{otherwise}</>;
  return (
    <button type="button" class="link reasons" onClick={() => ask(row)}>
      {first}
      {more.length > 0 && ` and ${more.length} more`}: why, what to do
    </button>
  );
}

function WhatOkDoes({ sent }: Readonly<{ sent: ReturnType<typeof sentFilter> }>) {
  const turn = useSignal(0);
  const request = updateRequest({ ids: [...ticked.value], all: allMatching.value, sent, rules: rules.value });
  const parameters = request && "parameters" in request && whyNotOperate() === "" ? request.parameters : undefined;
  const planned = usePlan(parameters, turn.value).value;
  const plan = planned.kind === "made" ? planned.plan : undefined;
  const selected = allMatching.value ? "All that match are selected" : `${ticked.value.size} machine${ticked.value.size === 1 ? "" : "s"} selected`;
  return (
    <section class="ok" aria-label="What OK will do">
      <h2>{selected}</h2>
      <RulesForm />
      <div role="status">
        {request && "refused" in request && <p class="bad-words">{request.refused}</p>}
        {planned.kind === "none" && !request && <p class="quiet">Tick machines; what OK will do is shown here before.</p>}
        {planned.kind === "making" && <p class="quiet">Asking what it would do …</p>}
        {plan && <PlanFacts plan={plan} />}
      </div>
      {planned.kind === "refused" && <ProblemNote problem={planned.problem} />}
      <div class="actions">
        {plan && <Link words={["plan", plan.PlanId]}>Every machine of this plan</Link>}
        <button type="button" onClick={clearSelection} disabled={ticked.value.size === 0 && !allMatching.value}>
          Clear
        </button>
        <OkButton plan={plan} onOutdated={() => (turn.value += 1)} />
      </div>
      {parameters && (
        <SameByCommand
          calls={[
            { cmdlet: UPDATE, parameters: { ...parameters, WhatIf: true } },
            { cmdlet: UPDATE, parameters: { PlanId: plan?.PlanId ?? "<PlanId>" } },
          ]}
        />
      )}
    </section>
  );
}
