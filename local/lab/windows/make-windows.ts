import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { runLocal } from "../run-local.js";
import type { Layer } from "./tree/layer.js";
import { whyNotMade } from "./tree/why-not.js";
import { cachedWindowsTree, makeWindowsTree, staleFolders, windowsCache } from "./tree/windows-tree.js";

/** What the command may use. */
export type MakingWindows = Readonly<{ say(line: string): void; environment: NodeJS.ProcessEnv }>;

/** Makes the Windows tree, or says why not; gives the exit code. A second call goes on where a first one was ended. */
export async function makeWindows({ say, environment }: MakingWindows): Promise<number> {
  const cache = windowsCache(environment);
  if (await cachedWindowsTree(cache)) {
    say(`The Windows tree is there: ${cache}`);
    return 0;
  }
  const refusal = await whyNotMade();
  if (refusal) {
    say(refusal);
    return 1;
  }
  say(`Making the Windows tree in ${cache}; some minutes, about 300 MB from the mirrors of Debian and of NuGet, 2 GB on disk.`);
  await makeWindowsTree(cache, (layer: Layer, seconds: number) => say(`  ${layer.name.padEnd(10)} ${seconds.toFixed(0).padStart(4)} s`));
  for (const folder of await staleFolders(cache)) {
    say(`  removing   ${basename(folder)}, which no present recipe asks for`);
    await rm(folder, { recursive: true, force: true });
  }
  const { stdout } = await runLocal(["du", "-sm", cache]);
  say(`The Windows tree is made: ${stdout.split("\t")[0]} MB in ${cache}`);
  return 0;
}
