import { which } from "../disk/which.js";
import kill from "./kill.sh";
import ps from "./ps.sh";
import type { StandIn } from "./stand-in.js";
import xz from "./xz.sh";

/** Programs that every real machine has, and small systems come without: procps and xz-utils are no part of Debian's smallest. */
const TEXTS = { ps, kill, xz };

const PROCESS_TOOLS: StandIn = { of: "ps and kill", is: "sh that reads /proc" };
const XZ: StandIn = { of: "xz", is: "gzip under its name: the lab's installers are gzip here" };

/** The stand-ins by path, for what this machine lacks of these programs. */
export async function programsInstead(find = which): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(Object.entries(TEXTS).map(async ([name, text]) => ({ name, text, path: await find(name) })));
  return Object.fromEntries(found.filter(({ path }) => !path).map(({ name, text }) => [pathOf(name), text]));
}

/** What a lab says of them. */
export async function programStandIns(find = which): Promise<readonly StandIn[]> {
  const instead = await programsInstead(find);
  const has = (name: string) => pathOf(name) in instead;
  return [...(has("ps") || has("kill") ? [PROCESS_TOOLS] : []), ...(has("xz") ? [XZ] : [])];
}

const pathOf = (name: string): string => `/usr/bin/${name}`;
