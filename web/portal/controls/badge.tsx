import type { JobState, Task } from "../api/objects.js";
import { type Row, STATE_NAMES, type State } from "../items/rows.js";

type Tone = "good" | "bad" | "warn" | "busy" | "plain";

/** A state by a sign, a word and a colour: never by the colour alone. */
export function Badge({ tone, children }: Readonly<{ tone: Tone; children: string }>) {
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span> {children}
    </span>
  );
}

const SIGNS: Readonly<Record<Tone, string>> = { good: "✓", bad: "✕", warn: "!", busy: "◔", plain: "·" };

const ROW_TONES: Readonly<Record<State, Tone>> = {
  ...{ running: "busy", failed: "bad", blocked: "warn", restart: "warn", update: "plain", unknown: "plain", current: "good" },
};

export const RowBadge = ({ row }: Readonly<{ row: Row }>) => <Badge tone={ROW_TONES[row.state]}>{STATE_NAMES[row.state]}</Badge>;

const JOB_TONES: Readonly<Record<JobState | Task["State"], Tone>> = {
  ...{ NotStarted: "plain", InProgress: "busy", Succeeded: "good", Failed: "bad", Cancelled: "warn", Suspended: "warn", Other: "plain" },
};

const JOB_WORDS: Readonly<Record<JobState | Task["State"], string>> = {
  ...{ NotStarted: "Not started", InProgress: "In progress", Succeeded: "Succeeded", Failed: "Failed", Cancelled: "Cancelled" },
  ...{ Suspended: "Waits for you", Other: "Not begun" },
};

export const JobBadge = ({ state, description = "" }: Readonly<{ state: JobState | Task["State"]; description?: string }>) => (
  <Badge tone={description === "PartiallySucceeded" ? "warn" : JOB_TONES[state]}>
    {description === "PartiallySucceeded" ? "Partially succeeded" : JOB_WORDS[state]}
  </Badge>
);
