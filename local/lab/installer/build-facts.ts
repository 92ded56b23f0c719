import { parseVersion } from "../../../lib/agents/versions/version.js";
import { FleetError } from "../../../lib/core/errors.js";

/** When a lab installer was built, as its name and its build tag say it. */
export type BuildFacts = Readonly<{ date: Date; build: number; dayMonthYear: string; buildTag: string }>;

/** Facts in the real ones' forms. Default of the build number: the third field of the version, or 7000 + its second where that is 0. */
export function buildFacts(options: Readonly<{ version: string; buildDate?: string; build?: number }>): BuildFacts {
  const { version, buildDate = "2025-01-15", build = defaultBuild(version) } = options;
  const date = dateOf(buildDate);
  const [major, minor] = parseVersion(version);
  const [day, month, year] = [String(date.getUTCDate()).padStart(2, "0"), MONTHS[date.getUTCMonth()] ?? "", date.getUTCFullYear()];
  const buildTag = `RELEASE_${major}.${minor}.0.0_GA_${build}_${month}_${day}_${year}_INMAGE`;
  return { date, build, dayMonthYear: `${day}${month}${year}`, buildTag };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dateOf(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new FleetError("InvalidParameter", `buildDate must be yyyy-mm-dd, got "${text}"`);
  return date;
}

function defaultBuild(version: string): number {
  const [, minor, build] = parseVersion(version);
  return build === 0 ? 7000 + minor : build;
}
