import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import program from "../powershell/Program.cs";
import project from "../powershell/powershell.csproj";
import { must } from "./in-layers.js";
import type { Layer } from "./layer.js";

/** Where Windows has its PowerShell, within the tree. */
export const POWERSHELL_FOLDER = "windows/drive_c/windows/system32/WindowsPowerShell/v1.0";

/** The Windows build of PowerShell 7 from its own packages, as the program that Windows calls powershell.exe. */
export const powershellLayer: Layer = {
  name: "powershell",
  recipe: [program, project],
  on: [],
  make: async ({ folder }) => {
    const work = `${folder}.work`;
    await mkdir(work);
    try {
      await writeFile(join(work, "Program.cs"), program);
      await writeFile(join(work, "powershell.csproj"), project);
      await must([
        "nice",
        "-n",
        "10",
        "env",
        "HOME=/root",
        "dotnet",
        "publish",
        work,
        "-c",
        "Release",
        "-o",
        join(work, "out"),
        "--nologo",
        "-v",
        "quiet",
      ]);
      await mkdir(join(folder, POWERSHELL_FOLDER), { recursive: true });
      await cp(join(work, "out"), join(folder, POWERSHELL_FOLDER), { recursive: true });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  },
};
