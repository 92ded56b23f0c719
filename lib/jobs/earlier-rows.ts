/*
 * Rows that the first release wrote hold in sentences what has fields of its own since. A job that was open then goes on from its row as it is.
 */

/** A run of which only the sentence says that a restart of the machine ended it. */
export const rebootedOf = (run: unknown): unknown =>
  isObject(run) && run.lost === "the machine was restarted meanwhile" ? { ...run, rebooted: true } : run;

/** What a job learned whose warning of a restart stands among the others, last. */
export function rebootWarningOf(learned: unknown): unknown {
  if (!isObject(learned) || !Array.isArray(learned.warnings)) return learned;
  const last: unknown = learned.warnings.at(-1);
  if (typeof last !== "string" || !/^A restart is (recommended|mandatory): /.test(last)) return learned;
  return { ...learned, warnings: learned.warnings.slice(0, -1), rebootWarning: last };
}

/** The target of a batch on machines of several fabrics, which had their names as its own. */
export const fabricsOf = (target: unknown): unknown =>
  isObject(target) && target.kind === "batch" && target.fabric === undefined && target.fabrics === undefined && typeof target.name === "string"
    ? { ...target, fabrics: target.name.split(", ") }
    : target;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
