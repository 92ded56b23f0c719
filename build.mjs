import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { build } from "esbuild";

/** The app becomes one file, so that a cold start reads little; what serves it on one machine is bundled beside it. */
const require = createRequire(import.meta.url);
const quiet = process.argv.includes("--quiet");
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  loader: { ".sh": "text" },
  external: ["@azure/functions-core", "cpu-features", "*.node"],
  // Packages that are CommonJS inside call require() for Node's own modules, and ask where they lie.
  banner: {
    js: [
      'import { createRequire as __createRequire } from "node:module";',
      "const require = __createRequire(import.meta.url), __filename = new URL(import.meta.url).pathname, __dirname = new URL('.', import.meta.url).pathname;",
    ].join(" "),
  },
  logLevel: "warning",
};

await build({ ...common, entryPoints: ["functions/index.ts"], outfile: "dist/app.mjs", minifySyntax: true });
const local = ["demo", "start", "fleet", "host"].map((name) => `local/${name}.ts`).filter((file) => existsSync(file));
await build({ ...common, entryPoints: local, outdir: "dist/local", outExtension: { ".js": ".mjs" }, packages: "external" });

// ssh2 asks for its native addon by this path; without it, it falls back to slower JavaScript.
const addon = `${dirname(require.resolve("ssh2/package.json"))}/lib/protocol/crypto/build/Release/sshcrypto.node`;
const copy = "dist/crypto/build/Release/sshcrypto.node";
if (existsSync(addon)) {
  mkdirSync(dirname(copy), { recursive: true });
  // A service that runs has the copy mapped into its memory: it is replaced whole, and only by another one.
  if (!existsSync(copy) || !readFileSync(copy).equals(readFileSync(addon))) {
    copyFileSync(addon, `${copy}.${process.pid}`);
    renameSync(`${copy}.${process.pid}`, copy);
  }
} else rmSync(copy, { force: true });
if (!quiet) console.log(`built dist/app.mjs and ${local.length} local programs`);
