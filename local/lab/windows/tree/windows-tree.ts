import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { startTime } from "../../machine/start-time.js";
import { checkedLayer } from "./checked-layer.js";
import { isMade, type Layer, layerFolder, makeLayer, stackOf, type WindowsTree } from "./layer.js";
import { programsLayer } from "./programs-layer.js";
import { toolsLayer } from "./tools-layer.js";
import { whyNoWindowsHere } from "./why-not.js";

const ALL: readonly Layer[] = [checkedLayer, toolsLayer];

/** Outside of every clone, so that they share it: below XDG_CACHE_HOME, or the user's .cache. */
export const windowsCache = (environment: NodeJS.ProcessEnv): string =>
  join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "mobility-fleet", "windows-lab");

/** The tree as it was made here for this state of its recipes, or null. */
export async function cachedWindowsTree(cache: string): Promise<WindowsTree | null> {
  for (const layer of ALL) {
    if (!(await isMade(cache, layer))) return null;
  }
  const tree = treeIn(cache);
  await markUsed([...tree.layers, ...tree.tools]);
  return tree;
}

const treeIn = (cache: string): WindowsTree => ({
  layers: stackOf(cache, checkedLayer),
  tools: stackOf(cache, toolsLayer),
  programs: layerFolder(cache, programsLayer),
});

/** The tree, or why there is none here and what to do. */
export async function windowsTree(environment: NodeJS.ProcessEnv): Promise<WindowsTree | string> {
  const refusal = await whyNoWindowsHere();
  if (refusal) return refusal;
  return (await cachedWindowsTree(windowsCache(environment))) ?? "The Windows tree is not made here; npm run lab -- windows makes it";
}

/** Makes what is missing of the tree. Errors: CommandFailed, InvalidSettings. */
export async function makeWindowsTree(cache: string, tell: (layer: Layer, seconds: number) => void): Promise<WindowsTree> {
  await mkdir(cache, { recursive: true, mode: 0o755 });
  await removeHalfMade(cache);
  for (const layer of ALL) await makeLayer(cache, layer, tell);
  return treeIn(cache);
}

/** What a process left that was ended while it made a layer. */
async function removeHalfMade(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /\.(\d+)\.part(\.\w+)?$/.exec(name)?.[1];
    if (pid && startTime(Number(pid)) === null) await rm(join(cache, name), { recursive: true, force: true });
  }
}

const UNUSED_DAYS = 14;
const DAY_MS = 86_400_000;

/** Folders of the cache that no present recipe asks for and nobody used for two weeks: other clones have recipes of their own. */
export async function staleFolders(cache: string): Promise<readonly string[]> {
  const present = new Set(ALL.flatMap((layer) => stackOf(cache, layer)));
  const names = await readdir(cache).catch(() => []); // nothing was made yet
  const unused = await Promise.all(
    names.map(async (name) => {
      const path = join(cache, name);
      return !present.has(path) && (await stat(path)).mtimeMs < Date.now() - UNUSED_DAYS * DAY_MS ? [path] : [];
    }),
  );
  return unused.flat();
}

/** A layer that is used is not removed as an old one. */
async function markUsed(folders: readonly string[]): Promise<void> {
  const now = new Date();
  await Promise.all(folders.map((folder) => utimes(folder, now, now)));
}
