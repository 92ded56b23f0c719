import { type LeftOvers, type LeftOverWords, readLeftOvers } from "../left-overs.js";

const AGENT: LeftOverWords = {
  "version-file": (path) => `the version file ${path}`,
  process: (name) => `the process ${name}`,
  "agent-folder": (path) => `the programs in ${path}`,
};
const REMAINS: LeftOverWords = {
  folder: (path) => `the folder ${path}`,
  service: (path) => `the service script ${path}`,
  "driver-loaded": (name) => `the driver ${name}, loaded until the next restart`,
  "driver-file": (path) => `the driver file ${path}`,
  configuration: (path) => `the configuration folder ${path}`,
};

/** Reads the output of scripts/left-overs.sh, which may be anything; CommandFailed when it is cut off. */
export const parseLeftOvers = (output: string): LeftOvers => readLeftOvers(output, { agent: AGENT, remains: REMAINS, driver: "involflt" });
