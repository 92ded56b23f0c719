import { stripVTControlCharacters, styleText } from "node:util";
import type { DemoResult } from "./update-all.js";

/** True when the job ended as this machine's was meant to. */
export function isAsExpected({ item, job }: DemoResult): boolean {
  const { expected } = item.machine;
  if (expected.state === "Failed")
    return job.State === "Failed" && job.Errors.some(({ ServiceErrorDetails }) => ServiceErrorDetails.Code === expected.code);
  return (
    job.State === "Succeeded" &&
    (job.FleetDetails.VersionAfter ?? "").split(".").slice(0, 3).join(".") === expected.version.split(".").slice(0, 3).join(".")
  );
}

/** A line a machine, then every error with its advice. Above them, where it is so, that the machines are simulated. */
export function resultLines(results: readonly DemoResult[], options: Readonly<{ colour: boolean; simulated: boolean }>): readonly string[] {
  const paint = options.colour ? styleText : (_style: unknown, text: string) => text;
  const rows = results.map(({ item, job }) => {
    const { VersionBefore, VersionAfter, RebootRequired } = job.FleetDetails;
    const state = paint(job.State === "Succeeded" ? "green" : "red", job.State);
    return [
      item.machine.spec.name,
      item.machine.spec.osTag,
      VersionBefore ?? "?",
      VersionAfter ?? "-",
      state,
      seconds(job),
      job.State === "Succeeded" ? `restart: ${RebootRequired ?? "None"}` : (job.Errors[0]?.ServiceErrorDetails.Code ?? ""),
    ];
  });
  const errors = results.flatMap(({ item, job }) =>
    job.Errors.flatMap(({ ServiceErrorDetails: error }) => [
      "",
      `${paint("red", item.machine.spec.name)}  ${error.Code}`,
      `  what   ${error.Message}`,
      `  why    ${error.PossibleCauses}`,
      `  do     ${error.RecommendedAction}`,
    ]),
  );
  const head = options.simulated
    ? ["Simulated machines: the product's own scripts ran, but as this user and in a folder each, nothing as root.", ""]
    : [];
  return [...head, ...table([["machine", "system", "before", "after", "state", "time", ""], ...rows]), ...errors];
}

const seconds = ({ StartTime, EndTime }: DemoResult["job"]): string =>
  StartTime && EndTime ? `${((Date.parse(EndTime) - Date.parse(StartTime)) / 1000).toFixed(1)} s` : "";

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const length = (cell: string) => stripVTControlCharacters(cell).length;
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => length(row[column] ?? "")))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - length(cell)))
      .join("  ")
      .trimEnd(),
  );
}
