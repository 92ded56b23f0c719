import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The app becomes one file, so that a cold start reads little; what serves it on one machine is bundled beside it. */
const require = createRequire(import.meta.url);
const quiet = process.argv.includes("--quiet");
const withBench = process.argv.includes("--bench");
const withProof = process.argv.includes("--proof");
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  loader: Object.fromEntries(["sh", "ps1", "cmd", "c", "h", "cs", "csproj", "reg", "wxs", "py"].map((ending) => [`.${ending}`, "text"])),
  external: ["@azure/functions-core", "cpu-features", "*.node"],
  alias: {
    "hash-wasm": "hash-wasm/dist/index.esm.js", // of which only the digest that is asked for is bundled
    lzma1: "./node_modules/lzma1/lib/index.js", // tsconfig.json has its types alone
  },
  // Packages that are CommonJS inside call require() for Node's own modules, and ask where they lie.
  banner: {
    js: [
      'import { createRequire as __createRequire } from "node:module";',
      "const require = __createRequire(import.meta.url), __filename = new URL(import.meta.url).pathname, __dirname = new URL('.', import.meta.url).pathname;",
    ].join(" "),
  },
  logLevel: "warning",
};

buildApiPage();
const portal = await buildPortal();
const { metafile } = await build({
  ...common,
  ...{ entryPoints: ["functions/index.ts"], outfile: "dist/app.mjs", minifySyntax: true, minifyWhitespace: true, metafile: true },
});
const local = ["demo", "start", "fleet", "lab", "host"].map((name) => `local/${name}.ts`).filter((file) => existsSync(file));
await build({ ...common, entryPoints: local, outdir: "dist/local", outExtension: { ".js": ".mjs" }, packages: "external" });
const generators = ["powershell-module", "bill-of-materials"].map((name) => `generate/${name}.ts`);
await build({ ...common, entryPoints: generators, outdir: "dist/generate", outExtension: { ".js": ".mjs" }, packages: "external" });
if (withBench) {
  const programs = {
    ...{ main: "main", "lab-process": "lab/lab-process", "floor-process": "race/floor-process", "count-in-host": "race/count-in-host" },
    ...{ "bare-app/app": "apps/bare-app", "empty-app/app": "apps/empty-app" },
  };
  const entryPoints = Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, `bench/${file}.ts`]));
  await build({ ...common, entryPoints, outdir: "dist/bench", outExtension: { ".js": ".mjs" }, packages: "external" });
}
if (withProof) await build({ ...common, entryPoints: ["proof/main.ts"], outfile: "dist/proof/main.mjs", packages: "external" });

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
const { writePowerShellModule } = await import(new URL("dist/generate/powershell-module.mjs", import.meta.url).href);
const { version, homepage } = JSON.parse(readFileSync("package.json", "utf8"));
const functions = await writePowerShellModule({ from: "powershell", to: "dist/powershell/MobilityFleet", version, about: about() });
await writeBillOfMaterials();

if (!quiet) console.log(`built dist/app.mjs and ${local.length} local programs, a PowerShell module with ${functions} functions`);

/** The page /portal: one script and one style whose names change with their content, and the page that names them; each also compressed. */
async function buildPortal() {
  const folder = "dist/portal";
  const { outputFiles, metafile } = await build({
    entryPoints: { app: "web/portal/main.tsx", icon: "web/portal/icon.svg" },
    outdir: folder,
    entryNames: "[name]-[hash]",
    ...{ bundle: true, minify: true, write: false, metafile: true, format: "esm", target: "es2022", logLevel: "warning" },
    ...{ jsx: "automatic", jsxImportSource: "preact", legalComments: "none", loader: { ".svg": "copy" } },
  });
  const made = new Map(outputFiles.map(({ path, contents }) => [path.slice(path.lastIndexOf("/") + 1), contents]));
  const named = (pattern) => [...made.keys()].find((name) => pattern.test(name));
  const page = readFileSync("web/portal/index.html", "utf8")
    .replace("{script}", named(/^app-.*\.js$/))
    .replace("{style}", named(/^app-.*\.css$/))
    .replace("{icon}", named(/\.svg$/));
  mkdirSync(folder, { recursive: true });
  // The page comes last and what is no more goes then: a service that runs never names a file that is not there.
  for (const [name, content] of [...made, ["index.html", Buffer.from(page)]]) {
    writeFileSync(`${folder}/${name}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${folder}/${name}`, content);
  }
  const kept = [...made.keys(), "index.html"].flatMap((name) => [name, `${name}.gz`]);
  for (const name of readdirSync(folder)) if (!kept.includes(name)) rmSync(`${folder}/${name}`);
  return Object.keys(metafile.inputs);
}

/** The page /api/docs: our few lines and the library, each also compressed, because the platform does not do it. */
function buildApiPage() {
  const folder = "dist/api-docs";
  mkdirSync(folder, { recursive: true });
  const library = dirname(require.resolve("swagger-ui-dist/package.json"));
  for (const name of ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"])
    put(name, readFileSync(`${library}/${name}`));
  for (const name of readdirSync("web/api-docs")) put(name, readFileSync(`web/api-docs/${name}`));

  function put(name, content) {
    writeFileSync(`${folder}/${name}`, content);
    writeFileSync(`${folder}/${name}.gz`, gzipSync(content, { level: 9 }));
  }
}

/** What a gallery shows of the module: its release notes are the part of CHANGELOG.md about this version. */
function about() {
  const notes =
    readFileSync("CHANGELOG.md", "utf8")
      .split(/^## /m)
      .find((part) => part.startsWith(version)) ?? "";
  return { projectUri: homepage, licenseUri: "https://opensource.org/license/mit", releaseNotes: notes.slice(0, 4000).replace(/\n[^\n]*$/, "") };
}

/** What ships, by the files that went into it. */
async function writeBillOfMaterials() {
  const { billOfMaterials } = await import(new URL("dist/generate/bill-of-materials.mjs", import.meta.url).href);
  const beside = [require.resolve("swagger-ui-dist/package.json"), ...(existsSync(copy) ? [addon] : [])];
  const files = [...Object.keys(metafile.inputs), ...portal, ...beside.map((file) => relative(process.cwd(), file))];
  const licenseOf = (name) => {
    const { license, licenses = [] } = JSON.parse(readFileSync(`${name}/package.json`, "utf8"));
    return license ?? licenses[0]?.type;
  };
  const bill = billOfMaterials({ lock: JSON.parse(readFileSync("package-lock.json", "utf8")), version, files, licenseOf });
  writeFileSync("dist/bill-of-materials.cdx.json", bill);
}
