import { FleetError } from "../../core/errors.js";
import { foreignLine } from "../../core/foreign-text.js";
import type { LeftOvers } from "../left-overs.js";

const AGENT: Readonly<Record<string, (what: string) => string>> = {
  product: (key) => `the installed program ${key}`,
  running: (name) => `the running service ${name}`,
  programs: (path) => `the programs in ${path}`,
};
const REMAINS: Readonly<Record<string, (what: string) => string>> = {
  service: (name) => `the service ${name}`,
  folder: (path) => `the folder ${path}`,
  registry: (key) => `the registry key ${key}`,
  "vss-provider": (name) => `the VSS provider ${name}`,
  driver: (name) => `the driver ${name}`,
  "driver-loaded": (name) => `the driver ${name}, loaded until the next restart`,
  "upper-filter": (name) => `the upper filter ${name} of the disks`,
  "vm-agent": (product) => `the Azure VM agent ${product}, which the agent may have brought`,
  "firewall-rule": (name) => `the firewall rule ${name}`,
};

/** Reads the output of scripts/left-overs.ps1, which may be anything; CommandFailed when it is cut off. */
export function parseLeftOvers(output: string): LeftOvers {
  const lines = output.slice(0, 64 * 1024).split("\n");
  if (!lines.includes("end")) {
    throw new FleetError("CommandFailed", `Expected the machine to say to the end what is left of the agent, got ${output.length} characters`, {
      retryable: true,
    });
  }
  const worded = (words: Readonly<Record<string, (what: string) => string>>) =>
    lines.flatMap((line) => {
      const [, kind = "", what = ""] = /^([a-z-]{1,20}) (.{1,400})$/.exec(line) ?? [];
      const word = Object.hasOwn(words, kind) ? words[kind] : undefined;
      return word ? [word(foreignLine(what, 400))] : [];
    });
  return { agent: worded(AGENT), remains: worded(REMAINS), driverLoaded: lines.includes("driver-loaded InDskFlt") };
}
