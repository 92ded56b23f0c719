import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** Files that are text within a bundle, as build.mjs has them. */
export const AS_TEXT = Object.fromEntries(
  ["sh", "ps1", "cmd", "c", "h", "cs", "csproj", "reg", "wxs", "py"].map((ending) => [`.${ending}`, "text" as const]),
);

/** Builds a program of local/ for a test; `path` is absolute. */
export async function buildProgram(name: string): Promise<Readonly<{ path: string; remove(): void }>> {
  const dir = resolve(`node_modules/.cache/${name}-test-${process.pid}`); // inside node_modules, so that packages are found
  await build({
    ...{ entryPoints: [`local/${name}.ts`], outfile: join(dir, `${name}.mjs`), bundle: true, platform: "node", format: "esm" },
    ...{ packages: "external", loader: AS_TEXT, logLevel: "error" },
  });
  return { path: join(dir, `${name}.mjs`), remove: () => rmSync(dir, { recursive: true, force: true }) };
}
