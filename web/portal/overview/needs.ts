import type { Job } from "../api/objects.js";
import type { Row } from "../items/rows.js";

/** One cause that needs somebody, with all that it is behind. */
export type Need = Readonly<{
  cause: string;
  area: "infrastructure" | "machines";
  severity: "critical" | "warning" | "information";
  title: string;
  /** What was said of the first of them. */
  message: string;
  cure: string;
  /** Machines or jobs behind it. */
  count: number;
  of: "machine" | "job";
  /** Where they are listed. */
  words: readonly string[];
  query: Readonly<Record<string, string>>;
}>;

/** What needs somebody, grouped by cause: infrastructure first, then by severity, then by how many machines it is behind. */
export function needsOf({
  rows,
  failed,
  suspended,
}: Readonly<{ rows: readonly Row[]; failed: readonly Job[]; suspended: readonly Job[] }>): readonly Need[] {
  const found = new Map<string, Need>();
  const add = (need: Omit<Need, "count">) => {
    const before = found.get(need.cause);
    found.set(need.cause, { ...(before ?? need), count: (before?.count ?? 0) + 1 });
  };
  for (const row of rows) for (const need of ofRow(row, failed)) add(need);
  for (const job of suspended) add(ofSuspended(job));
  return [...found.values()].toSorted(
    (a, b) => AREAS[a.area] - AREAS[b.area] || SEVERITIES[a.severity] - SEVERITIES[b.severity] || b.count - a.count,
  );
}

const AREAS = { infrastructure: 0, machines: 1 } as const;
const SEVERITIES = { critical: 0, warning: 1, information: 2 } as const;

/** Causes that are not the machine's own, so that one cure helps many. */
const INFRASTRUCTURE: ReadonlySet<string> = new Set([
  ...["ComponentsOutdated", "ProcessServerSilent", "InstallerMissing", "VersionOnHold"],
  ...["AccountMissing", "AccountStopped", "CredentialRefused"],
]);

const areaOf = (code: string): Need["area"] => (INFRASTRUCTURE.has(code) ? "infrastructure" : "machines");

/** `StaleInstallerLock` → `Stale installer lock`. */
export const wordsOf = (code: string): string =>
  code.replace(/([a-z\d])([A-Z])/g, (_both, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const listed = (q: string) => ({ words: ["items"], query: { q } });

function* ofRow(row: Row, failed: readonly Job[]): Generator<Omit<Need, "count">> {
  const of = "machine";
  if (row.states.has("blocked")) {
    for (const [Code, one] of new Map(row.blockedBy.map((blocker) => [blocker.Code, blocker]))) {
      const shown = { title: wordsOf(Code), message: one.Message, cure: one.RecommendedAction };
      yield { cause: `blocked ${Code}`, area: areaOf(Code), severity: "warning", ...shown, of, ...listed(`state:blocked cause:${Code}`) };
    }
  }
  if (row.states.has("failed")) {
    const code = row.causes.at(-1) ?? "JobFailed";
    const error = failed.find(({ TargetObjectId }) => row.itemId.endsWith(`/${TargetObjectId}`))?.Errors.at(-1)?.ServiceErrorDetails;
    const shown = {
      title: wordsOf(code),
      message: error?.Message ?? "",
      cure: error?.RecommendedAction ?? "Open the machine and look at its last job.",
    };
    yield { cause: `failed ${code}`, area: areaOf(code), severity: "critical", ...shown, of, ...listed(`state:failed cause:${code}`) };
  }
  for (const problem of row.problems) {
    const shown = {
      title: wordsOf(problem),
      message: `The timer found it, first at ${row.name}.`,
      cure: "Open the machine: its events say since when.",
    };
    yield { cause: `problem ${problem}`, area: areaOf(problem), severity: "warning", ...shown, of, ...listed(`cause:${problem}`) };
  }
  if (row.pending !== "None") {
    const isMandatory = row.pending === "Mandatory";
    yield {
      ...{ cause: `restart ${row.pending}`, area: "machines", severity: isMandatory ? "warning" : "information" },
      title: isMandatory ? "Restart needed" : "Restart recommended",
      message: isMandatory
        ? "The loaded driver is more than four releases behind the agent."
        : "The agent is updated; its driver is loaded with the next restart.",
      ...{ cure: "Restart the machines at a time that suits them, then test them.", of },
      ...listed("state:restart"),
    };
  }
}

function ofSuspended({ Errors, FleetDetails }: Job): Omit<Need, "count"> {
  const error = Errors.at(-1)?.ServiceErrorDetails;
  const code = error?.Code ?? "Suspended";
  return {
    ...{ cause: `suspended ${code}`, area: areaOf(code), severity: "critical", title: `Waits for you: ${wordsOf(code)}`, of: "job" },
    message: error?.Message ?? FleetDetails.Message ?? "",
    cure: error?.RecommendedAction || "Open the job, mend what it waits for, and resume it.",
    ...{ words: ["jobs"], query: { state: "Suspended" } },
  };
}
