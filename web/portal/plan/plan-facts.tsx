import type { Plan } from "../api/objects.js";

const machines = (n: number): string => `${n} machine${n === 1 ? "" : "s"}`;

/** A plan in a few words, each with its number. */
export function PlanFacts({ plan }: Readonly<{ plan: Plan }>) {
  const { Total, ToDo, NothingToDo, Blocked, BlockedBy, MaxConcurrency, MaxFailures, AvailabilityGroups, Machines } = plan;
  const todo = Machines.filter(({ Path, BlockedBy }) => Path.length > 0 && BlockedBy.length === 0);
  const restarts = todo.filter(({ Reboot }) => Reboot !== "None").length;
  const hops = todo.filter(({ Path }) => Path.length > 1).length;
  return (
    <ul class="facts">
      <li>
        <strong>{machines(ToDo)}</strong> of {Total} will be updated
      </li>
      {NothingToDo > 0 && <li>{machines(NothingToDo)} with nothing to do</li>}
      {Blocked > 0 && (
        <li>
          {machines(Blocked)} cannot: {BlockedBy.map(({ Code, Machines }) => `${Code} (${Machines})`).join(", ")}
        </li>
      )}
      {hops > 0 && <li>{machines(hops)} in several hops</li>}
      <li>
        {restarts === 0 ? "no restart follows" : `a restart follows on ${machines(restarts)}${Machines.length < Total ? " of the first 1,000" : ""}`}
      </li>
      <li>{MaxConcurrency} at the same time</li>
      <li>{MaxFailures === null ? "failures stop nothing" : `no further one after ${MaxFailures} failures`}</li>
      {AvailabilityGroups.length > 0 && <li>{AvailabilityGroups.length} groups change one machine at a time</li>}
    </ul>
  );
}
