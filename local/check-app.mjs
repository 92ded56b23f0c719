import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import Module from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Loads the built app of a folder (default: this one) as Azure's Node worker does, with the module `@azure/functions-core` provided, and lists
 * what it registers. Starts nothing and asks no storage. Fails when the app cannot be loaded, registers nothing, lacks a cmdlet, or loads slowly.
 */
const LIMIT_MS = 1500;
const TRIES = 3;
const [folder = ".", triesLeft = TRIES] = process.argv.slice(2);
const appDir = resolve(folder);
const functions = new Map();
const problems = [];

const core = {
  version: "3.9.1",
  hostVersion: "4.1037.0",
  registerFunction({ name, bindings }) {
    if (functions.has(name.toLowerCase())) problems.push(`two functions are called ${name}`);
    functions.set(name.toLowerCase(), { name, bindings });
    return new core.Disposable(() => functions.delete(name.toLowerCase()));
  },
  registerHook: () => new core.Disposable(() => {}),
  setProgrammingModel(model) {
    core.model = model;
  },
  getProgrammingModel: () => core.model,
  log: (level, _category, message) => console.log(`${level}: ${message}`),
  Disposable: class {
    constructor(onDispose) {
      this.dispose = onDispose;
    }
  },
};

const requireOf = Module.prototype.require;
Module.prototype.require = function (id) {
  return id === "@azure/functions-core" ? core : requireOf.call(this, id);
};

const began = performance.now();
try {
  const { main } = JSON.parse(readFileSync(`${appDir}/package.json`, "utf8"));
  await import(pathToFileURL(resolve(appDir, main)).href);
} catch (error) {
  problems.push(`the app cannot be loaded: ${error instanceof Error ? error.stack : error}`);
}
const tookMs = Math.round(performance.now() - began);
if (problems.length === 0 && tookMs > LIMIT_MS && triesLeft > 1) {
  // A busy machine is slow now and then; an app that is too large is slow each time.
  process.exit(spawnSync(process.execPath, [import.meta.filename, appDir, triesLeft - 1], { stdio: "inherit" }).status ?? 1);
}

for (const { name, bindings } of [...functions.values()].sort((a, b) => a.name.localeCompare(b.name))) {
  const trigger = Object.values(bindings).find(({ type }) => /Trigger$/.test(type));
  if (!trigger) problems.push(`${name} has no trigger`);
  else console.log(`${trigger.type.padEnd(13)} ${name.padEnd(73)} ${whatStarts(trigger)}`);
}
if (functions.size === 0) problems.push("no function was registered");
if (core.model === undefined) problems.push("no programming model was set, so that no function could be called");
for (const cmdlet of cmdletFiles())
  if (!functions.has(cmdlet.toLowerCase())) problems.push(`${cmdlet} has a file in functions/cmdlets but no function`);
if (tookMs > LIMIT_MS) problems.push(`loading took ${tookMs} ms; more than ${LIMIT_MS} ms makes cold starts slow`);

for (const problem of problems) console.error(`✖ ${problem}`);
console.log(`${functions.size} functions, loaded in ${tookMs} ms`);
process.exitCode = problems.length > 0 ? 1 : 0;

function whatStarts({ type, methods, route, queueName, schedule }) {
  return type === "httpTrigger" ? `${(methods ?? []).join(",")} /${route}` : (queueName ?? schedule ?? "");
}

function cmdletFiles() {
  try {
    const files = readdirSync(`${appDir}/functions/cmdlets`).filter((file) => file.endsWith(".ts"));
    return files.map((file) => file.slice(0, -".ts".length));
  } catch (error) {
    if (error.code === "ENOENT") return []; // an app without cmdlets
    throw error;
  }
}
