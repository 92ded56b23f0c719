import { mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkedLayer } from "../../../../../local/lab/windows/tree/checked-layer.js";
import { layerFolder } from "../../../../../local/lab/windows/tree/layer.js";
import { cachedWindowsTree, staleFolders, windowsCache, windowsTree } from "../../../../../local/lab/windows/tree/windows-tree.js";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "lab-windows-"));
});
afterEach(() => rmSync(cache, { recursive: true }));

const DAY_MS = 86_400_000;
const folder = (path: string, days: number): string => {
  mkdirSync(path, { recursive: true });
  const used = new Date(Date.now() - days * DAY_MS);
  utimesSync(path, used, used);
  return path;
};

it("lets go of layers that no recipe asks for when nobody used them for 14 days, and of no other", async () => {
  folder(join(cache, "system-of-another-clone"), 13);
  folder(layerFolder(cache, checkedLayer), 100);
  const unused = folder(join(cache, "system-of-long-ago"), 15);
  expect(await staleFolders(cache)).toEqual([unused]);
});

it("lies outside of every clone, and is not made by who only looks for it", async () => {
  expect(windowsCache({})).toBe(join(homedir(), ".cache/mobility-fleet/windows-lab"));
  expect(windowsCache({ XDG_CACHE_HOME: cache })).toBe(join(cache, "mobility-fleet/windows-lab"));
  expect(await cachedWindowsTree(cache)).toBe(null);
  expect(await windowsTree({ XDG_CACHE_HOME: cache })).toMatch(/npm run lab -- windows makes it$|^Windows machines of the lab need /);
});
