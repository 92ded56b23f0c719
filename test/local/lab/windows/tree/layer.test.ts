import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Layer, layerFolder, makeLayer, stackOf } from "../../../../../local/lab/windows/tree/layer.js";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "lab-layers-"));
});
afterEach(() => rmSync(cache, { recursive: true }));

const nothing = () => {};
const made: string[] = [];
const layer = (name: string, recipe: string, on: readonly Layer[] = []): Layer => ({
  ...{ name, recipe, on },
  make: async ({ folder }) => {
    made.push(name);
    writeFileSync(join(folder, "content"), recipe);
  },
});

it("makes a layer once, with what it stands on, and anew when a recipe below it changed", async () => {
  const top = (recipe: string) => layer("top", "of the top", [layer("bottom", recipe)]);
  made.length = 0;
  await makeLayer(cache, top("one"), nothing);
  await makeLayer(cache, top("one"), nothing);
  expect(made).toEqual(["bottom", "top"]);
  await makeLayer(cache, top("another"), nothing);
  expect(made).toEqual(["bottom", "top", "bottom", "top"]);
  expect(stackOf(cache, top("one"))).not.toEqual(stackOf(cache, top("another")));
  expect(readFileSync(join(layerFolder(cache, layer("bottom", "another")), "content"), "utf8")).toBe("another");
});

it("leaves nothing that counts when it fails in the middle, and goes on from there the next time", async () => {
  const bottom = layer("bottom", "kept");
  const top: Layer = { name: "top", recipe: "", on: [bottom], make: () => Promise.reject(new Error("the mirror is away")) };
  await expect(makeLayer(cache, top, nothing)).rejects.toThrow("the mirror is away");
  expect(existsSync(layerFolder(cache, bottom))).toBe(true);
  expect(readdirSync(cache)).toHaveLength(1);
});
