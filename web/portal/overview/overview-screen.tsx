import { Badge } from "../controls/badge.js";
import { RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { type Fleet, UPDATES, useFleet } from "../items/fleet.js";
import { FleetMap } from "../items/fleet-map.js";
import { NoMachine } from "../items/no-machine.js";
import { UpdateNotice } from "../items/notice.js";
import { compareVersions } from "../items/versions.js";
import { JOB_COLUMNS } from "../jobs/job-columns.js";
import { Link } from "../place/here.js";
import { CauseWords } from "./cause-words.js";
import { type Need, needsOf } from "./needs.js";
import { othersOf } from "./others.js";

/** What needs me? */
export function OverviewScreen() {
  const { live, refresh } = useFleet();
  return (
    <>
      <h1>Overview</h1>
      <Shown live={live} refresh={refresh} what="the fleet">
        {(fleet) => (
          <>
            <UpdateNotice fleet={fleet} />
            {fleet.rows.length === 0 && (
              <div class="empty">
                <NoMachine fabrics={fleet.fabrics.length} total={0} words={["items"]} />
              </div>
            )}
            <Needs needs={needsOf({ ...fleet, others: othersOf({ ...fleet, now: Date.now() }) })} />
            <Running fleet={fleet} />
            <FleetMap rows={fleet.rows} q="" />
            <Versions fleet={fleet} />
            <SameByCommand
              calls={[
                { cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServiceSummary", parameters: {} },
                { cmdlet: UPDATES, parameters: { Top: 1000 } },
                ...["Failed", "Suspended", "InProgress"].map((State) => ({
                  cmdlet: "Get-AzureRmRecoveryServicesAsrJob",
                  parameters: { State, Top: 200 },
                })),
              ]}
            />
          </>
        )}
      </Shown>
    </>
  );
}

const TONES = { critical: "bad", warning: "warn", information: "plain" } as const;
const SEVERITIES = { critical: "Critical", warning: "Warning", information: "Information" } as const;

const Needs = ({ needs }: Readonly<{ needs: readonly Need[] }>) => (
  <section aria-label="What needs you">
    <h2>What needs you</h2>
    {needs.length === 0 && <p class="empty">Nothing needs you.</p>}
    <ul class="needs">
      {needs.map((need) => (
        <li key={need.cause} class={need.severity}>
          <Link words={need.words} query={need.query}>
            <span class="count">{need.count}</span>
            <span class="small">
              {need.of}
              {need.count === 1 ? "" : "s"}:
            </span>
            <strong>{need.title}</strong>
          </Link>
          <Badge tone={TONES[need.severity]}>{SEVERITIES[need.severity]}</Badge>{" "}
          {need.area === "infrastructure" && <span class="small quiet">infrastructure: one cure for all</span>}
          <CauseWords need={need} />
        </li>
      ))}
    </ul>
  </section>
);

const Running = ({ fleet: { running } }: Readonly<{ fleet: Fleet }>) => (
  <section aria-label="What runs">
    <h2>What runs</h2>
    {running.length === 0 ? (
      <p class="quiet">No job runs.</p>
    ) : (
      <RowTable label="Jobs at work" columns={JOB_COLUMNS} rows={running} idOf={({ Name }) => Name} empty={null} />
    )}
  </section>
);

/** How many machines have which version, as bars and as a table in one. */
function Versions({ fleet: { rows } }: Readonly<{ fleet: Fleet }>) {
  const counts = new Map<string, number>();
  for (const { version } of rows) counts.set(version, (counts.get(version) ?? 0) + 1);
  if (rows.length === 0) return null;
  return (
    <section aria-label="Versions in use">
      <h2>Versions in use</h2>
      <table class="versions">
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Machines</th>
            <th scope="col">
              <span class="unseen">Part</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...counts]
            .toSorted(([a], [b]) => compareVersions(b, a))
            .map(([version, count]) => (
              <tr key={version}>
                <th scope="row">
                  <Link words={["items"]} query={{ q: version === "" ? "state:unknown" : `version:${version}` }}>
                    {version || "not known"}
                  </Link>
                </th>
                <td class="number">{count}</td>
                <td class="bar" aria-hidden="true">
                  <span style={{ width: `${(100 * count) / rows.length}%` }} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
