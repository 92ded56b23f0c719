import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { call } from "../api/call.js";
import type { Scope } from "../api/objects.js";
import { Problem } from "../api/problem.js";
import { go } from "../place/here.js";
import { whyNot } from "../session/may-operate.js";
import { Dialog } from "./dialog.js";
import { SameByCommand } from "./same-by-command.js";
import { ProblemNote } from "./state-of-data.js";

type Parameters = Readonly<Record<string, unknown>>;

type Props = Readonly<{
  /** What the last button says, and the dialog is called. */
  title: string;
  /** On what, with its number. */
  target: string;
  does: string;
  cmdlet: string;
  parameters: Parameters;
  /** Names of parameters that no command to copy may show. */
  secrets?: readonly string[];
  scope: Scope;
  /** Said instead of the button while something is missing. */
  missing?: string;
  onDone: (answer: unknown) => void;
  onClose: () => void;
  children?: ComponentChildren;
}>;

/** Asks before it acts: names the target, shows the same as a command, and leads to the job where one begins. */
export function Act({ title, target, does, cmdlet, parameters, secrets = [], scope, missing = "", onDone, onClose, children }: Props) {
  const problem = useSignal<Problem | undefined>(undefined);
  const busy = useSignal(false);
  const why = whyNot(scope);
  async function perform(event: SubmitEvent) {
    event.preventDefault();
    if (busy.value || missing !== "" || why !== "") return;
    busy.value = true;
    problem.value = undefined;
    try {
      const answer = await call<unknown>(cmdlet, parameters);
      onClose();
      onDone(answer);
      const job = jobIn(answer);
      if (job !== undefined) go({ words: ["jobs", job], query: {} });
    } catch (error) {
      problem.value = error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) });
      busy.value = false;
    }
  }
  const shown = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, secrets.includes(name) ? `<${name}>` : value]));
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="act" onSubmit={perform}>
        <p>
          <strong>{target}</strong>
        </p>
        <p>{does}</p>
        {children}
        {problem.value && <ProblemNote problem={problem.value} />}
        <p class="small bad-words" role="status">
          {why || missing}
        </p>
        <div class="actions">
          <button type="submit" class="primary" disabled={busy.value || missing !== "" || why !== ""}>
            {busy.value ? "One moment …" : title}
          </button>
        </div>
      </form>
      <SameByCommand calls={[{ cmdlet, parameters: shown }]} />
    </Dialog>
  );
}

/** The job that an answer is, where it is one that goes on. */
function jobIn(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("Name" in answer) || !("JobType" in answer)) return undefined;
  return typeof answer.Name === "string" ? answer.Name : undefined;
}

type ButtonProps = Readonly<{ scope: Scope; onClick: () => void; children: string; label?: string }>;

/** A button that is dead, and says why, where the key may not do what is behind it. */
export function ActButton({ scope, onClick, children, label }: ButtonProps) {
  const why = whyNot(scope);
  return (
    <button type="button" disabled={why !== ""} title={why} onClick={onClick} {...(label !== undefined && { "aria-label": label })}>
      {children}
    </button>
  );
}
