import { call } from "../api/call.js";
import type { Job } from "../api/objects.js";
import { RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { useLive } from "../live/use-live.js";
import { goWith, here } from "../place/here.js";
import { JOB_COLUMNS } from "./job-columns.js";

const STATES = ["InProgress", "Suspended", "Failed", "Succeeded", "Cancelled", "NotStarted"];
const NEWEST = 200;

/** Site Recovery jobs, the newest first. */
export function JobsScreen() {
  const state = STATES.find((one) => one === here.value.query.state) ?? "";
  const parameters = { Top: NEWEST, ...(state && { State: state }) };
  const { live, refresh } = useLive<readonly Job[]>({
    key: `jobs ${state}`,
    load: async () => (await call<{ value: readonly Job[] }>("Get-ASRJob", parameters)).value,
    isBusy: (jobs) => jobs.some(({ State }) => State === "InProgress" || State === "NotStarted"),
  });
  return (
    <>
      <h1>Site Recovery jobs</h1>
      <div class="filter">
        <label>
          <span>State</span>
          <select value={state} onChange={(event) => goWith({ state: event.currentTarget.value })}>
            <option value="">Every state</option>
            {STATES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </div>
      <Shown live={live} refresh={refresh} what="the jobs">
        {(jobs) => (
          <>
            <RowTable
              label={`Jobs, the newest ${NEWEST} at most`}
              columns={JOB_COLUMNS}
              rows={jobs}
              idOf={({ Name }) => Name}
              empty={<p>No such job.</p>}
            />
            <SameByCommand calls={[{ cmdlet: "Get-AzureRmRecoveryServicesAsrJob", parameters }]} />
          </>
        )}
      </Shown>
    </>
  );
}
