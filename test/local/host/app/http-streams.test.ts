import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startHost } from "../../../../local/host/host.js";

it("refuses an app that wants its bodies as streams, which this host does not serve", async () => {
  const dir = await mkdtemp(join("test/local/host", ".streams-")); // inside of the project, so that @azure/functions is found
  await cp("test/local/host/tiny-app/host.json", join(dir, "host.json"));
  await writeFile(join(dir, "package.json"), JSON.stringify({ type: "module", main: "app.mjs" }));
  const app = 'import { app } from "@azure/functions"; app.setup({ enableHttpStream: true }); app.http("one", { handler: () => ({}) });';
  await writeFile(join(dir, "app.mjs"), app);
  const errors: string[] = [];
  const host = await startHost({ appDir: dir, settings: {}, log: ({ level, message }) => level === "error" && errors.push(message) });
  expect(errors.join()).toContain("enableHttpStream");
  expect((await fetch(`${host.url}/api/one`)).status).toBe(404);
  await host.close();
  await rm(dir, { recursive: true, force: true });
});
