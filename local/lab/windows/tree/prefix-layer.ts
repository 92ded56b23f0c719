import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inLayers } from "./in-layers.js";
import type { Layer } from "./layer.js";
import prefixScript from "./prefix.sh";
import settings from "./settings.reg";
import { systemLayer } from "./system-layer.js";

/** Windows' folders and registry as Wine makes them, with the lab's settings. */
export const prefixLayer: Layer = {
  name: "prefix",
  recipe: [prefixScript, settings],
  on: [systemLayer],
  make: async ({ folder, below }) => {
    await mkdir(join(folder, "etc"), { recursive: true });
    const passwd = await readFile(join(below[0] ?? "", "etc/passwd"), "utf8");
    await writeFile(join(folder, "etc/passwd"), `Administrator:x:0:0::/root:/bin/sh\n${passwd}`); // Wine calls Windows' user as this one
    await inLayers(below, folder, prefixScript, settings);
  },
};
