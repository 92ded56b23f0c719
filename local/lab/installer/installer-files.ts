import { parseVersion } from "../../../lib/agents/versions/version.js";
import type { BuildFacts } from "./build-facts.js";
import inmDmit from "./inm-dmit.sh";
import innerUninstall from "./inner-uninstall.sh";
import install from "./install.sh";
import functions from "./lab-functions.sh";
import osDetails from "./os-details.sh";
import serviceProgram from "./service-program.sh";
import start from "./start.sh";
import status from "./status.sh";
import stop from "./stop.sh";
import type { TarEntry } from "./tar.js";
import configurator from "./unified-agent-configurator.sh";
import uninstall from "./uninstall.sh";
import vxagent from "./vxagent.sh";

const PROGRAMS: Readonly<Record<string, string>> = {
  install,
  "uninstall.sh": uninstall,
  "UnifiedAgentConfigurator.sh": configurator,
  "OS_details.sh": osDetails,
  "lab-functions.sh": functions,
  "service-program": serviceProgram,
  vxagent,
  start,
  stop,
  status,
  inm_dmit: inmDmit,
  uninstall: innerUninstall,
};

export type Release = Readonly<{ version: string; osTag: string; seconds: number; facts: BuildFacts }>;

/** What lies in a lab installer's archive. */
export function installerFiles(release: Release): readonly TarEntry[] {
  const programs = Object.entries(PROGRAMS).map(([path, text]) => ({ path, content: Buffer.from(text), mode: 0o755 }));
  return [...programs, { path: "lab-release", content: Buffer.from(releaseFile(release)), mode: 0o644 }];
}

/** Shell assignments that the programs read. The build tag and the driver's version have the real ones' forms. */
function releaseFile({ version, osTag, seconds, facts }: Release): string {
  const [major, minor] = parseVersion(version);
  return [
    "# LAB INSTALLER - not Microsoft's",
    `LAB_VERSION=${version}`,
    `LAB_TAG=${osTag}`,
    `LAB_BUILD_TAG=${facts.buildTag}`,
    `LAB_DRIVER_VERSION=${major}.${minor}.1.${facts.build}`,
    `LAB_STAGE_SECONDS=${seconds / 4}`,
    "",
  ].join("\n");
}
