import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { type RunningHost, startHost } from "../../../../local/host/host.js";
import type { HostLogEntry } from "../../../../local/host/process/host-log.js";

let host: RunningHost | null = null;
let dir = "";
afterEach(async () => {
  await host?.close();
  await rm(dir, { recursive: true, force: true });
});

const begin = async (files: Record<string, string>, main = "*.mjs") => {
  dir = await mkdtemp(join("test/local/host", ".broken-")); // inside of the project, so that @azure/functions is found
  await cp("test/local/host/tiny-app/host.json", join(dir, "host.json"));
  await writeFile(join(dir, "package.json"), JSON.stringify({ type: "module", main }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  const lines: HostLogEntry[] = [];
  host = await startHost({ appDir: dir, settings: {}, log: (entry) => lines.push(entry) });
  return { host, errors: lines.filter(({ level }) => level === "error").map(({ message }) => message) };
};
const good = 'import { app } from "@azure/functions"; app.http("good", { handler: () => ({ body: "good" }) });';

it("loads every file of a glob", async () => {
  const { host } = await begin({ "a.mjs": good, "b.mjs": good.replace('"good"', '"other"') });
  expect(host.functions.map(({ name }) => name)).toEqual(["good", "other"]);
  expect(await (await fetch(`${host.url}/api/good`)).text()).toBe("good");
});

it("runs with no function at all, and says so loudly, when one file cannot be loaded", async () => {
  const { host, errors } = await begin({ "a.mjs": good, "b.mjs": 'throw new Error("broken file");' });
  expect(errors.join()).toMatch(/COULD NOT BE LOADED[\s\S]*broken file/);
  expect((await fetch(`${host.url}/api/good`)).status).toBe(404);
  expect(await (await fetch(`${host.url}/admin/host/status`, { headers: { "x-functions-key": host.adminKey } })).json()).toMatchObject({
    state: "Error",
    errors: ["broken file"],
  });
});

it("refuses a duplicate name as an error of loading", async () => {
  const { errors } = await begin({ "a.mjs": good, "b.mjs": good });
  expect(errors.join()).toContain('"good" is registered already');
});

it("names the cause when main matches no file", async () => {
  const { errors } = await begin({}, "dist/*.mjs");
  expect(errors.join()).toContain("build the app first");
});
