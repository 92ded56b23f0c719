import { which } from "../disk/which.js";
import kill from "./kill.sh";
import ps from "./ps.sh";
import type { StandIn } from "./stand-in.js";

export const PROCESS_TOOLS_STAND_IN: StandIn = { of: "ps and kill", is: "sh that reads /proc" };

const TEXTS = { ps, kill };

/** The stand-ins by path, for what this machine lacks of the two: both are of procps, which small systems come without. */
export async function processToolsInstead(find = which): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(Object.entries(TEXTS).map(async ([name, text]) => ({ name, text, path: await find(name) })));
  return Object.fromEntries(found.filter(({ path }) => !path).map(({ name, text }) => [`/usr/bin/${name}`, text]));
}

/** True when a lab machine needs no stand-in for them. */
export const hasProcessTools = async (): Promise<boolean> => Object.keys(await processToolsInstead()).length === 0;
