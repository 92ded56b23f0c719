import { MOVED } from "./moved-paths.js";

/** A program for Node, run inside a simulated machine with the machine's folder and another one: moves the paths in that one's scripts, once. */
export const MOVE_PATHS_PROGRAM = `"use strict";
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
const [root, folder] = process.argv.slice(2);
for (const entry of readdirSync(folder, { withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = folder + "/" + entry.name;
  const text = readFileSync(path, "latin1");
  if (text.startsWith("#!") && !text.includes(root)) writeFileSync(path, text.replace(${MOVED}, () => root + "/"), "latin1");
}
`;
