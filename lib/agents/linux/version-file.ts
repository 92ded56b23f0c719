import type { ProbedAgent } from "../common-probe.js";

/** Reads the lines of /usr/local/.vx_version; there is no version when the file is damaged. The build number comes from BUILD_TAG where VERSION leaves it out (9.67.0.0 is then 9.67.7789.0). */
export function readVersionFile(lines: readonly string[]): AgentFiles {
  const value = (key: string) => versionFileValue(lines, key);
  const version = fullVersion(value("VERSION"), value("BUILD_TAG"));
  const installDir = value("INSTALLATION_DIR");
  const builtFor = value("OS_BUILT_FOR");
  return {
    ...(version && { version }),
    ...(installDir && { installDir }),
    ...(builtFor && { builtFor }),
    configured: value("AGENT_CONFIGURATION_STATUS") === "Succeeded",
  };
}

/** One value of it; undefined where it is absent or empty. */
export const versionFileValue = (lines: readonly string[], key: string): string | undefined =>
  lines.map((line) => new RegExp(`^\\s*${key}\\s*=\\s*"?([^"]*?)"?\\s*$`).exec(line)?.[1]).find((found) => found);

function fullVersion(version: string | undefined, buildTag: string | undefined): string | undefined {
  const fields = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(version ?? "")?.slice(1);
  if (!fields) return undefined;
  const [major, minor, build, revision] = fields;
  const number = /^\d{1,9}$/.exec(buildTag?.split("_")[3] ?? "")?.[0];
  return build === "0" && number ? `${major}.${minor}.${Number(number)}.${revision}` : `${major}.${minor}.${build}.${revision}`;
}

type AgentFiles = Pick<ProbedAgent, "version" | "installDir" | "builtFor" | "configured">;
