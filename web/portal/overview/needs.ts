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
  of: "machine" | "job" | "server" | "account";
  /** The ID of one of them, which can be asked for the words of the cause. */
  sample?: string;
  /** Where they are listed. */
  words: readonly string[];
  query: Readonly<Record<string, string>>;
}>;

/** What needs somebody, grouped by cause: infrastructure first, then by severity, then by how many machines it is behind. */
export function needsOf({
  rows,
  failed,
  suspended,
  others = [],
}: Readonly<{
  rows: readonly Row[];
  failed: readonly Job[];
  suspended: readonly Job[];
  others?: readonly Omit<Need, "count">[];
}>): readonly Need[] {
  const found = new Map<string, Need>();
  const add = (need: Omit<Need, "count">) => {
    const before = found.get(need.cause);
    found.set(need.cause, { ...(before ?? need), count: (before?.count ?? 0) + 1 });
  };
  const lastOf = new Map(failed.toReversed().map((job) => [job.TargetObjectId, job])); // the newest of each comes last
  for (const row of rows) for (const need of ofRow(row, lastOf)) add(need);
  for (const job of suspended) add(ofSuspended(job));
  for (const other of others) add(other);
  return [...found.values()].toSorted(
    (a, b) => AREAS[a.area] - AREAS[b.area] || SEVERITIES[a.severity] - SEVERITIES[b.severity] || b.count - a.count,
  );
}

const AREAS = { infrastructure: 0, machines: 1 } as const;
const SEVERITIES = { critical: 0, warning: 1, information: 2 } as const;

/** Causes that are not the machine's own, so that one cure helps many. */
const INFRASTRUCTURE: ReadonlySet<string> = new Set([
  ...["ComponentsOutdated", "ProcessServerSilent", "InstallerMissing", "VersionOnHold"],
  ...["AccountMissing", "AccountStopped", "CredentialRefused", "CertificateExpiry", "MailStopped"],
]);

const areaOf = (code: string): Need["area"] => (INFRASTRUCTURE.has(code) ? "infrastructure" : "machines");

/** `StaleInstallerLock` → `Stale installer lock`. */
export const wordsOf = (code: string): string =>
  code.replace(/([a-z\d])([A-Z])/g, (_both, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const listed = (q: string) => ({ words: ["items"], query: { q } });

function* ofRow(row: Row, lastOf: ReadonlyMap<string, Job>): Generator<Omit<Need, "count">> {
  const common = { of: "machine", sample: row.itemId } as const;
  const words = (code: string) => ({ title: wordsOf(code), message: "", cure: "", area: areaOf(code) });
  const known = new Set([...row.problems, ...(row.failure === null ? [] : [row.failure])]);
  const blockers = row.states.has("blocked") ? row.causes.filter((code) => !known.has(code)) : [];
  for (const code of blockers)
    yield { cause: `blocked ${code}`, severity: "warning", ...words(code), ...common, ...listed(`state:blocked cause:${code}`) };
  if (row.failure !== null) {
    const error = lastOf.get(row.itemId.slice(row.itemId.lastIndexOf("/") + 1))?.Errors.at(-1)?.ServiceErrorDetails;
    const told = { message: error?.Message ?? "", cure: error?.RecommendedAction ?? "Open the machine and look at its last job." };
    const query = listed(`state:failed cause:${row.failure}`);
    yield { cause: `failed ${row.failure}`, severity: "critical", ...words(row.failure), ...told, ...common, ...query };
  }
  for (const problem of row.problems) {
    const told = { message: `The timer found it, first at ${row.name}.`, cure: "Open the machine: its events say since when." };
    yield { cause: `problem ${problem}`, severity: "warning", ...words(problem), ...told, ...common, ...listed(`cause:${problem}`) };
  }
  if (row.pending !== "None") yield { ...common, ...ofRestart(row.pending), ...listed("state:restart") };
}

function ofRestart(pending: "Recommended" | "Mandatory"): Pick<Need, "cause" | "area" | "severity" | "title" | "message" | "cure"> {
  const isMandatory = pending === "Mandatory";
  return {
    ...{ cause: `restart ${pending}`, area: "machines", severity: isMandatory ? "warning" : "information" },
    title: isMandatory ? "Restart needed" : "Restart recommended",
    message: isMandatory
      ? "The loaded driver is more than four releases behind the agent."
      : "The agent is updated; its driver is loaded with the next restart.",
    cure: "Restart the machines at a time that suits them, then test them.",
  };
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
