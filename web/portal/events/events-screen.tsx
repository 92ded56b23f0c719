import { readAll } from "../api/call.js";
import type { FleetEvent } from "../api/objects.js";
import { Badge } from "../controls/badge.js";
import { Select } from "../controls/field.js";
import { type Column, RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { useLive } from "../live/use-live.js";
import { goWith, here, Link } from "../place/here.js";
import { clockTime } from "../text/times.js";
import { Alerts } from "./alerts.js";
import { SPANS, sinceOf } from "./span.js";

const SEVERITIES = ["Critical", "Warning", "OK"] as const;
const NEWEST = 1000;
const EVENTS = "Get-AzureRmRecoveryServicesAsrEvent";

/** What happened, filtered, and who is told of it. */
export function EventsScreen() {
  const { severity = "", span = "day", q = "" } = here.value.query;
  const wanted = SEVERITIES.find((one) => one === severity);
  const { live, refresh } = useLive<readonly FleetEvent[]>({
    key: `events ${severity} ${span}`,
    load: () => readAll<FleetEvent>(EVENTS, parametersOf(wanted, span), NEWEST),
  });
  const word = q.toLowerCase();
  const fits = ({ EventCode, Description, AffectedObjectFriendlyName: about }: FleetEvent) =>
    `${EventCode} ${about ?? ""} ${Description}`.toLowerCase().includes(word);
  return (
    <>
      <h1>Events and alerts</h1>
      <Alerts />
      <h2>What happened</h2>
      <search class="filter">
        <label class="grow">
          <span>Search</span>
          <input
            data-search
            type="search"
            value={q}
            placeholder="a machine, a code, a word"
            onInput={(event) => goWith({ q: event.currentTarget.value })}
          />
        </label>
        <Select
          label="Severity"
          value={wanted ?? ""}
          onChange={(one) => goWith({ severity: one })}
          options={[["", "Every severity"], ...SEVERITIES.map((one) => [one, one] as const)]}
        />
        <Select
          label="Since"
          value={span}
          onChange={(one) => goWith({ span: one === "day" ? "" : one })}
          options={SPANS.map(({ key, title }) => [key, title])}
        />
      </search>
      <Shown live={live} refresh={refresh} what="the events">
        {(events) => (
          <>
            <p class="small quiet" role="status">
              {events.filter(fits).length} of {events.length === NEWEST ? `the newest ${NEWEST}` : events.length} events
            </p>
            <RowTable
              label="Events"
              columns={COLUMNS}
              rows={events.filter(fits)}
              idOf={({ Name }) => Name}
              empty={<p>{events.length === 0 ? "Nothing was told in this time." : "No event fits."}</p>}
            />
            <SameByCommand calls={[{ cmdlet: EVENTS, parameters: parametersOf(wanted, span) }]} />
          </>
        )}
      </Shown>
    </>
  );
}

const parametersOf = (severity: string | undefined, span: string) => {
  const since = sinceOf(span, Date.now());
  return { ...(severity !== undefined && { Severity: severity }), ...(since !== undefined && { StartTime: since }) };
};

const jobOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

const COLUMNS: readonly Column<FleetEvent>[] = [
  { name: "time", title: "When", class: "number when", cell: ({ TimeOfOccurence }) => clockTime(TimeOfOccurence) },
  {
    ...{ name: "severity", title: "Severity" },
    cell: ({ Severity }) => <Badge tone={Severity === "OK" ? "good" : Severity === "Critical" ? "bad" : "warn"}>{Severity}</Badge>,
  },
  {
    name: "code",
    title: "Event",
    class: "name",
    cell: ({ EventCode, JobId }) => (JobId ? <Link words={["jobs", jobOf(JobId)]}>{EventCode}</Link> : EventCode),
  },
  {
    name: "about",
    title: "About",
    class: "name",
    cell: ({ AffectedObjectFriendlyName: about }) =>
      about ? (
        <Link words={["items"]} query={{ q: `"${about}"` }}>
          {about}
        </Link>
      ) : (
        "the fleet"
      ),
  },
  { name: "says", title: "Says", class: "wide says", cell: ({ Description }) => <span title={Description}>{Description}</span> },
];
