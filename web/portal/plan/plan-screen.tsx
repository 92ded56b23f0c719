import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readAll } from "../api/call.js";
import type { Plan, PlannedMachine } from "../api/objects.js";
import { Blockers } from "../controls/blockers.js";
import { Dialog } from "../controls/dialog.js";
import { type Column, RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { ProblemNote } from "../controls/state-of-data.js";
import { go, Link } from "../place/here.js";
import { clockTime } from "../text/times.js";
import { OkButton } from "./ok-button.js";
import { PlanFacts } from "./plan-facts.js";
import { UPDATE, usePlan } from "./use-plan.js";

/** A plan by its id: every machine in the order of opening, and OK. The service compares it with today before it shows it. */
export function PlanScreen({ id }: Readonly<{ id: string }>) {
  const planned = usePlan({ PlanId: id }, 0).value;
  return (
    <>
      <h1>Plan</h1>
      {planned.kind === "making" && <p class="wait">Comparing the plan with today …</p>}
      {planned.kind === "refused" && (
        <>
          <ProblemNote problem={planned.problem} />
          <p>
            <Link class="button" words={["update"]}>
              Make a new plan
            </Link>
          </p>
        </>
      )}
      {planned.kind === "made" && <ShownPlan plan={planned.plan} />}
      <SameByCommand
        calls={[
          { cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServicePlan", parameters: { PlanId: id, Top: 1000 } },
          { cmdlet: UPDATE, parameters: { PlanId: id } },
        ]}
      />
    </>
  );
}

function ShownPlan({ plan }: Readonly<{ plan: Plan }>) {
  const asked = useSignal<PlannedMachine | undefined>(undefined);
  const machines = useSignal(plan.Machines);
  useEffect(() => {
    if (plan.Machines.length === plan.Total) return;
    const all = readAll<PlannedMachine>("Get-ASRMobilityServicePlan", { PlanId: plan.PlanId });
    void all.then(
      (read) => {
        machines.value = read;
      },
      () => {},
    ); // the first thousand stay, and the count says how many there are
  }, [plan.PlanId]);
  return (
    <>
      <p class="quiet">
        Made {clockTime(plan.CreatedTime)}, kept until {clockTime(plan.ExpiresTime)}.
      </p>
      <PlanFacts plan={plan} />
      <RowTable
        label={`Machines of the plan, in the order of opening: ${machines.value.length} of ${plan.Total}`}
        columns={columns((machine) => {
          asked.value = machine;
        })}
        rows={machines.value}
        idOf={({ ID }) => ID}
        empty={<p>No machine fits what the plan was asked for.</p>}
      />
      {asked.value && (
        <Dialog
          title={asked.value.FriendlyName}
          onClose={() => {
            asked.value = undefined;
          }}
        >
          <Blockers blockedBy={asked.value.BlockedBy} />
        </Dialog>
      )}
      <div class="actions">
        <Link words={["update"]}>Back to Agent update</Link>
        <OkButton plan={plan} onOutdated={() => go({ words: ["update"], query: {} })} />
      </div>
    </>
  );
}

const columns = (ask: (machine: PlannedMachine) => void): readonly Column<PlannedMachine>[] => [
  {
    ...{ name: "name", title: "Name", class: "name" },
    cell: ({ FriendlyName, ID }) => (
      <Link words={["machine"]} query={{ id: ID }}>
        {FriendlyName}
      </Link>
    ),
  },
  {
    ...{ name: "what", title: "What OK does" },
    cell: (machine) =>
      machine.BlockedBy.length > 0 ? (
        <button type="button" class="link reasons" onClick={() => ask(machine)}>
          {machine.BlockedBy[0]?.Code}: why, what to do
        </button>
      ) : machine.Path.length > 0 ? (
        `${machine.InstalledVersion ?? "none"} → ${machine.Path.join(" → ")}`
      ) : (
        "nothing to do"
      ),
  },
  { name: "restart", title: "Restart", class: "wide", cell: ({ Reboot, Path }) => (Path.length > 0 ? Reboot.toLowerCase() : "–") },
  { name: "group", title: "Group", class: "wide", cell: ({ AvailabilityGroup }) => AvailabilityGroup ?? "–" },
];
