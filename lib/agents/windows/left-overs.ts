import { type LeftOvers, type LeftOverWords, readLeftOvers } from "../left-overs.js";

const AGENT: LeftOverWords = {
  product: (key) => `the installed program ${key}`,
  running: (name) => `the running service ${name}`,
  programs: (path) => `the programs in ${path}`,
};
const REMAINS: LeftOverWords = {
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
export const parseLeftOvers = (output: string): LeftOvers => readLeftOvers(output, { agent: AGENT, remains: REMAINS, driver: "InDskFlt" });
