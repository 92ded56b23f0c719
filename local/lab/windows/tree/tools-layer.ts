import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { inLayers } from "./in-layers.js";
import type { Layer } from "./layer.js";
import { systemLayer } from "./system-layer.js";

const PACKAGES = ["gcc-mingw-w64-x86-64-win32", "wixl", "python3-winrm", "winrmcp"];

/** What compiles the lab's programs, makes MSI files, and asks WinRM as other people's clients do. Machines are without it. */
export const toolsLayer: Layer = {
  name: "tools",
  recipe: PACKAGES,
  on: [systemLayer],
  make: async ({ folder, below }) => {
    await mkdir(join(folder, "etc"), { recursive: true });
    await copyFile("/etc/resolv.conf", join(folder, "etc/resolv.conf")); // of now: the tree below may be from another day
    const install = `apt-get install -y -qq --no-install-recommends ${PACKAGES.join(" ")}`;
    await inLayers(
      below,
      folder,
      `apt-get update -qq; mkdir -p /var/cache/apt/archives/partial; ${install}; rm -rf /var/lib/apt/lists /var/cache/apt/archives`,
    );
  },
};
