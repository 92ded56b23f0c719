import common from "../../agents/deployment/linux/common.sh";
import detect from "../../agents/deployment/linux/detect.sh";
import install from "../../agents/deployment/linux/install.sh";
import uninstall from "../../agents/deployment/linux/uninstall.sh";
import { systemRules } from "../../agents/deployment/system-rules.js";
import { LINUX_EXIT_CODES } from "../../agents/errors/exit-code-table.js";
import { csType } from "../../agents/generation.js";
import { installArguments, LINUX_INSTALL_DIR, registerArguments } from "../../agents/linux/commands.js";
import installAgent from "../../agents/linux/scripts/install-agent.sh";
import leftOvers from "../../agents/linux/scripts/left-overs.sh";
import probe from "../../agents/linux/scripts/probe.sh";
import registerAgent from "../../agents/linux/scripts/register-agent.sh";
import uninstallAgent from "../../agents/linux/scripts/uninstall-agent.sh";
import sha256 from "../../remote/posix/scripts/sha256.sh";
import type { ZipEntry } from "../zip/zip.js";
import { configLines, installerLines } from "./package-config.js";
import { isForWindows, type PackagePlan } from "./package-plan.js";

const PROGRAMS = { "install.sh": install, "uninstall.sh": uninstall, "detect.sh": detect };
/** What a job runs on machines, a package runs, too. */
const SHARED = {
  "common.sh": common,
  "sha256.sh": sha256,
  "probe.sh": probe,
  "install-agent.sh": installAgent,
  "register-agent.sh": registerAgent,
  "uninstall-agent.sh": uninstallAgent,
  "left-overs.sh": leftOvers,
};

/** The Linux part of a package: scripts, and the two tables that they read, one of all systems, one of the installers. */
export function linuxFiles(plan: PackagePlan): readonly (ZipEntry & { text: string })[] {
  const installers = plan.installers.filter((one) => !isForWindows(one));
  if (installers.length === 0) return [];
  const programs = Object.entries(PROGRAMS).map(([name, text]) => ({ name: `linux/${name}`, text, executable: true }));
  const shared = Object.entries(SHARED).map(([name, text]) => ({ name: `linux/lib/${name}`, text }));
  const rules = systemRules().map(({ field, when, pattern, tag }) => `${[field, when, pattern, tag].join("\t")}\n`);
  return [
    ...programs,
    ...shared,
    { name: "linux/systems.tsv", text: rules.join("") },
    { name: "linux/installers.tsv", text: installerLines(installers) },
    { name: "linux/package.conf", text: configLines(plan, settings(plan)) },
  ];
}

function settings({ fabric }: PackagePlan): Readonly<Record<string, string>> {
  const { generation } = fabric;
  const [, secretSwitch = "", secretFile = "", ...others] = registerArguments({ ...fabric, agentDir: `${LINUX_INSTALL_DIR}/Vx` });
  return {
    CS_TYPE: csType(generation),
    INSTALL_ARGUMENTS: installArguments({ generation, installed: false }).join(" "),
    UPGRADE_ARGUMENTS: installArguments({ generation, installed: true }).join(" "),
    SUCCESS_CODES: LINUX_EXIT_CODES.flatMap(({ code, kind }) => (kind === "Success" ? [code] : [])).join(" "),
    SECRET_FILE: secretFile,
    SECRET_SWITCH: secretSwitch,
    REGISTER_ARGUMENTS: others.join(" "),
  };
}
