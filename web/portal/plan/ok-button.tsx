import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Job, Plan } from "../api/objects.js";
import { Problem } from "../api/problem.js";
import { ProblemNote } from "../controls/state-of-data.js";
import { go } from "../place/here.js";
import { whyNotOperate } from "../session/may-operate.js";
import { clearSelection } from "./selection.js";
import { UPDATE } from "./use-plan.js";

/** OK carries the plan that was read; the service refuses it when the fleet has changed since, and says how. */
export function OkButton({ plan, onOutdated }: Readonly<{ plan: Plan | undefined; onOutdated: () => void }>) {
  const busy = useSignal(false);
  const problem = useSignal<Problem | undefined>(undefined);
  const why = whyNotOperate();
  async function start() {
    if (!plan || busy.value) return;
    busy.value = true;
    problem.value = undefined;
    try {
      const job = await call<Job>(UPDATE, { PlanId: plan.PlanId });
      clearSelection();
      go({ words: ["jobs", job.Name], query: {} });
    } catch (error) {
      problem.value = error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) });
    } finally {
      busy.value = false;
    }
  }
  return (
    <>
      {problem.value && <ProblemNote problem={problem.value} />}
      {problem.value?.code === "PlanOutdated" && (
        <button
          type="button"
          onClick={() => {
            problem.value = undefined;
            onOutdated();
          }}
        >
          Make a new plan
        </button>
      )}
      {why && <p class="small bad-words">{why}</p>}
      <button type="button" class="primary" disabled={!plan || plan.ToDo === 0 || busy.value || why !== ""} onClick={start}>
        {busy.value ? "Starting …" : "OK"}
      </button>
    </>
  );
}
