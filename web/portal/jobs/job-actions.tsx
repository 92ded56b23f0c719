import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Job } from "../api/objects.js";
import { Problem } from "../api/problem.js";
import { Dialog } from "../controls/dialog.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { ProblemNote } from "../controls/state-of-data.js";
import { go } from "../place/here.js";
import { whyNotOperate } from "../session/may-operate.js";

type Action = Readonly<{ name: string; cmdlet: string; title: string; does: string }>;

const RESTART = "Restart-AzureRmRecoveryServicesAsrJob";

/** By the names under AllowedActions. */
const ACTIONS: ReadonlyMap<string, Action> = new Map([
  [
    "Cancel",
    {
      name: "Cancel",
      cmdlet: "Stop-AzureRmRecoveryServicesAsrJob",
      title: "Cancel the job",
      does: "Nothing is killed on a machine: what runs ends at its next step, and nothing more is begun.",
    },
  ],
  [
    "Resume",
    {
      name: "Resume",
      cmdlet: "Resume-AzureRmRecoveryServicesAsrJob",
      title: "Resume the job",
      does: "It goes on where it was. Mend first what it waits for.",
    },
  ],
  [
    "Restart",
    {
      name: "Do it again",
      cmdlet: RESTART,
      title: "Do it again",
      does: "A new job begins; of a batch only the machines that did not succeed.",
    },
  ],
]);

const BUNDLE: Action = {
  name: "Support bundle",
  cmdlet: "Export-AzureRmRecoveryServicesAsrSupportBundle",
  title: "Collect a support bundle",
  does: "A job puts everything about this one into a file, without secrets: rows, events, logs of the machine. Its page has the link.",
};

/** What may be done with a job; each names its target before it is done. */
export function JobActions({ job, onDone }: Readonly<{ job: Job; onDone: () => void }>) {
  const asked = useSignal<Action | undefined>(undefined);
  const why = whyNotOperate();
  const mine = job.AllowedActions.flatMap((name) => ACTIONS.get(name) ?? []);
  const actions = job.EndTime !== null && job.JobType !== "ExportSupportBundle" ? [...mine, BUNDLE] : mine;
  if (actions.length === 0) return null;
  return (
    <div class="actions start">
      {actions.map((action) => (
        <button
          key={action.name}
          type="button"
          disabled={why !== ""}
          onClick={() => {
            asked.value = action;
          }}
        >
          {action.name}
        </button>
      ))}
      {why && <span class="small bad-words">{why}</span>}
      {asked.value && (
        <Confirm
          action={asked.value}
          job={job}
          onDone={onDone}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}

type ConfirmProps = Readonly<{ action: Action; job: Job; onDone: () => void; onClose: () => void }>;

function Confirm({ action, job, onDone, onClose }: ConfirmProps) {
  const problem = useSignal<Problem | undefined>(undefined);
  const busy = useSignal(false);
  const parameters = action === BUNDLE ? { Job: job.Name } : { Name: job.Name };
  async function perform() {
    busy.value = true;
    try {
      const answered = await call<Job>(action.cmdlet, parameters);
      onClose();
      if (answered.Name !== job.Name) go({ words: ["jobs", answered.Name], query: {} });
      else onDone();
    } catch (error) {
      problem.value = error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) });
      busy.value = false;
    }
  }
  const { Batch } = job.FleetDetails;
  const touched = Batch && (action.cmdlet === RESTART ? Batch.Total - Batch.Succeeded : Batch.Total);
  return (
    <Dialog title={action.title} onClose={onClose}>
      <p>
        <strong>
          {job.DisplayName}: {job.TargetObjectName}
        </strong>
        {typeof touched === "number" && `, ${touched} machine${touched === 1 ? "" : "s"}`}
      </p>
      <p>{action.does}</p>
      {problem.value && <ProblemNote problem={problem.value} />}
      <div class="actions">
        <button type="button" class="primary" disabled={busy.value} onClick={perform}>
          {action.title}
        </button>
      </div>
      <SameByCommand calls={[{ cmdlet: action.cmdlet, parameters }]} />
    </Dialog>
  );
}
