import { rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningHost, startHost } from "../../../../local/host/host.js";
import { APP_DIR, QUICK, seenBy, tinySettings } from "../tiny-host.js";

const OUT = `node_modules/.cache/bundled-app-test-${process.pid}`;
const hosts: RunningHost[] = [];

beforeAll(async () => {
  const banner = 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';
  const common = { bundle: true, platform: "node", format: "esm", logLevel: "error" } as const;
  await build({
    ...common,
    external: ["@azure/functions-core"],
    entryPoints: [`${APP_DIR}/app.mjs`],
    outfile: `${OUT}/app.mjs`,
    banner: { js: banner },
  });
  for (const file of ["host.json", "package.json"]) await cp(`${APP_DIR}/${file}`, `${OUT}/${file}`);
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  rmSync(OUT, { recursive: true, force: true });
});

it("serves an app that is one file with the library inside, twice in one process at once, each with its own settings and state", async () => {
  const start = (hostId: string) => startHost({ appDir: OUT, hostId, settings: tinySettings(hostId), intervals: QUICK });
  hosts.push(...(await Promise.all(["bundlea", "bundleb"].map(start))));
  expect(hosts.map((host) => host.loadError)).toEqual([null, null]);
  const [first, second] = hosts;
  await fetch(`${first?.url}/admin/functions/wrong-time`, { method: "POST", body: "{}", headers: { "x-functions-key": `${first?.adminKey}` } });
  await fetch(`${first?.url}/api/replaced`).then(async (response) => expect(await response.text()).toBe("replaced by a hook"));
  expect(await seenBy(second?.url ?? "", "by-hand")).toEqual([]);
  expect(await seenBy(first?.url ?? "", "appStart")).toEqual([{ what: "appStart", prefix: "bundlea" }]);
  expect(await seenBy(second?.url ?? "", "appStart")).toEqual([{ what: "appStart", prefix: "bundleb" }]);
});

it("leaves the environment as it was, whichever host closes first", async () => {
  const [first, second] = hosts;
  await first?.close();
  expect(process.env.TINY_PREFIX).toBe("bundleb");
  await second?.close();
  expect(process.env.TINY_PREFIX).toBeUndefined();
});
