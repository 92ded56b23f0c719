import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The app becomes one file, and each library that is seldom needed another, so that a cold start reads little; what serves it on one machine is bundled beside it. */
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
  define: { __filename: "__fileOfBundle", __dirname: "__folderOfBundle" },
  banner: {
    js: [
      'import { createRequire as __createRequire } from "node:module";',
      "const require = __createRequire(import.meta.url), __fileOfBundle = new URL(import.meta.url).pathname, __folderOfBundle = new URL('.', import.meta.url).pathname;",
    ].join(" "),
  },
  logLevel: "warning",
};

const PARTS = "dist/parts";
// Messages of zod in fifty languages, of which ours are none.
const english = {
  name: "english",
  setup: ({ onLoad }) => onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export { default as en } from "./en.js";' })),
};

buildApiPage();
const portal = await buildPortal();
const local = ["demo", "start", "fleet", "lab", "host"].map((name) => `local/${name}.ts`).filter((file) => existsSync(file));
const inputs = await buildPrograms();
const generators = ["powershell-module", "bill-of-materials"].map((name) => `generate/${name}.ts`);
await build({ ...common, entryPoints: generators, outdir: "dist/generate", outExtension: { ".js": ".mjs" }, packages: "external" });
if (withBench) {
  const programs = {
    ...{
      main: "main",
      "lab-process": "lab/lab-process",
      "fleet-process": "scale/fleet-process",
      "floor-process": "race/floor-process",
      "count-in-host": "race/count-in-host",
    },
    ...{ "bare-app/app": "apps/bare-app", "empty-app/app": "apps/empty-app" },
  };
  const entryPoints = Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, `bench/${file}.ts`]));
  await build({ ...common, entryPoints, outdir: "dist/bench", outExtension: { ".js": ".mjs" }, packages: "external" });
}
if (withProof) await build({ ...common, entryPoints: ["proof/main.ts"], outfile: "dist/proof/main.mjs", packages: "external" });

// ssh2 asks for its native addon by this path, beside the file that it is in; without it, it falls back to slower JavaScript.
const addon = `${dirname(require.resolve("ssh2/package.json"))}/lib/protocol/crypto/build/Release/sshcrypto.node`;
const copy = `${PARTS}/crypto/build/Release/sshcrypto.node`;
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

/** The app and the programs that serve it here, and beside them a file for each library that they import when it is first needed. Gives the files that went into the app. */
async function buildPrograms() {
  const packages = new Set();
  const small = { ...common, minifySyntax: true, minifyWhitespace: true, metafile: true };
  const app = await build({ ...small, plugins: [parts("./parts", packages), english], entryPoints: ["functions/index.ts"], outfile: "dist/app.mjs" });
  // Node reads a file in ASCII several times faster, and into half the memory; esbuild escapes all but regular expressions.
  if (/[^\0-\x7F]/.test(readFileSync("dist/app.mjs", "latin1")))
    throw new Error("dist/app.mjs is not ASCII: escape the characters of a regular expression");
  const shipped = [...packages];
  const beside = { entryPoints: local, outdir: "dist/local", outExtension: { ".js": ".mjs" }, packages: "external" };
  await build({ ...common, ...beside, plugins: [parts("../parts", packages)] });
  const files = await Promise.all([
    buildParts(small, shipped),
    buildParts(
      small,
      [...packages].filter((name) => !shipped.includes(name)),
    ),
  ]);
  const made = new Set(files.flatMap(({ outputs }) => outputs));
  for (const file of readdirSync(PARTS)) if (file.includes(".mjs") && !made.has(`${PARTS}/${file}`)) rmSync(`${PARTS}/${file}`);
  return [...Object.keys(app.metafile.inputs), ...files[0].inputs];
}

/** Leaves a library that our own code imports when it is first needed to a file of its own, and notes its name. */
function parts(folder, packages) {
  const resolve = ({ path, kind, importer }) => {
    if (kind !== "dynamic-import" || importer.includes("node_modules")) return undefined;
    packages.add(path);
    return { path: `${folder}/${partOf(path)}.mjs`, external: true };
  };
  return { name: "parts", setup: ({ onResolve }) => onResolve({ filter: /^[@a-z]/ }, resolve) };
}

/** One file for each of these libraries, and what they share in others; gives what went into them and what came out. */
async function buildParts(options, packages) {
  const contents = Object.fromEntries(await Promise.all(packages.map(async (name) => [partOf(name), await entryOf(name)])));
  const entries = {
    name: "entries",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^part:/ }, ({ path }) => ({ path, namespace: "part" }));
      onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({ contents: contents[path.slice("part:".length)], resolveDir: process.cwd() }));
    },
  };
  const entryPoints = Object.fromEntries(Object.keys(contents).map((name) => [name, `part:${name}`]));
  const { metafile } = await build({ ...options, plugins: [entries], entryPoints, outdir: PARTS, outExtension: { ".js": ".mjs" }, splitting: true });
  return { inputs: Object.keys(metafile.inputs).filter((file) => !file.startsWith("part:")), outputs: Object.keys(metafile.outputs) };
}

/** The file of a package's part: "@azure/identity" becomes azure-identity. */
function partOf(name) {
  return name.replace(/^@/, "").replaceAll("/", "-");
}

/** What a part exports: all the names that the package has in Node, also where it is CommonJS. */
async function entryOf(name) {
  const names = Object.keys(await import(name)).filter((each) => /^[A-Za-z_$][\w$]*$/.test(each)); // without "module.exports"
  return `export { ${names.join(", ")} } from ${JSON.stringify(name)};`;
}

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
  const files = [...inputs, ...portal, ...beside.map((file) => relative(process.cwd(), file))];
  const licenseOf = (name) => {
    const { license, licenses = [] } = JSON.parse(readFileSync(`${name}/package.json`, "utf8"));
    return license ?? licenses[0]?.type;
  };
  const bill = billOfMaterials({ lock: JSON.parse(readFileSync("package-lock.json", "utf8")), version, files, licenseOf });
  writeFileSync("dist/bill-of-materials.cdx.json", bill);
}
