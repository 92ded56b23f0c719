import { copyFileSync, writeFileSync } from "node:fs";

/** Makes the folder of an app that was built to dist/bench a whole one, with our own host.json, and gives it. */
export function prepareApp(name: "bare-app" | "empty-app"): string {
  const folder = `dist/bench/${name}`;
  copyFileSync("host.json", `${folder}/host.json`);
  writeFileSync(`${folder}/package.json`, JSON.stringify({ name, type: "module", main: "app.mjs" }));
  return folder;
}
