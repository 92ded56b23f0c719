import { FleetError } from "../../core/errors.js";
import type { LeftOvers } from "../left-overs.js";

const AGENT: Readonly<Record<string, (what: string) => string>> = {
  "version-file": (path) => `the version file ${path}`,
  process: (name) => `the process ${name}`,
  "agent-folder": (path) => `the programs in ${path}`,
};
const REMAINS: Readonly<Record<string, (what: string) => string>> = {
  folder: (path) => `the folder ${path}`,
  service: (path) => `the service script ${path}`,
  "driver-loaded": (name) => `the driver ${name}, loaded until the next restart`,
  "driver-file": (path) => `the driver file ${path}`,
  configuration: (path) => `the configuration folder ${path}`,
};

/** Reads the output of scripts/left-overs.sh, which may be anything; CommandFailed when it is cut off. */
export function parseLeftOvers(output: string): LeftOvers {
  const lines = output.split("\n").map((line) => line.trim());
  if (!lines.includes("end")) {
    throw new FleetError("CommandFailed", `Expected the machine to say to the end what is left of the agent, got ${output.length} characters`, {
      retryable: true,
    });
  }
  const worded = (words: Readonly<Record<string, (what: string) => string>>) =>
    lines.flatMap((line) => {
      const [, kind = "", what = ""] = /^([a-z-]{1,20}) (.{1,400})$/.exec(line) ?? [];
      const word = Object.hasOwn(words, kind) ? words[kind] : undefined;
      return word ? [word(what)] : [];
    });
  return { agent: worded(AGENT), remains: worded(REMAINS), driverLoaded: lines.includes("driver-loaded involflt") };
}
